using System.Collections.Immutable;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Schemas;

/// <summary>Applies the changes of one <see cref="SchemaUpdate"/> in their order. Messages are the reference's where it has one (SchemaUpdate).</summary>
internal sealed class SchemaEvolution(TableMetadata metadata, bool caseSensitive, bool allowsIncompatible)
{
    int _lastColumnId = metadata.LastColumnId;

    public Schema Schema { get; private set; } = metadata.Schema;

    public void Apply(SchemaChange change)
    {
        switch (change)
        {
            case SchemaChange.AddField add:
                Add(add);
                break;
            case SchemaChange.DropField drop:
                Drop(drop.Path);
                break;
            case SchemaChange.RenameField rename:
                Rename(rename);
                break;
            case SchemaChange.PromoteField promote:
                Promote(promote);
                break;
            case SchemaChange.ReplaceColumn replace:
                Replace(replace);
                break;
            case SchemaChange.MoveField move:
                Move(move);
                break;
            case SchemaChange.SetRequired required:
                Require(required);
                break;
            case SchemaChange.SetDoc doc:
                Edit(Editable(doc.Path, "update"), field => field with { Doc = doc.Doc });
                break;
            case SchemaChange.SetDefault value:
                Default(value);
                break;
            case SchemaChange.SetIdentifierFields set:
                Put(Schema.AsStruct, set.Paths.Select(path => Find(path)?.Id ?? throw NoIdentifier(path)));
                break;
            case SchemaChange.DropIdentifierFields drop:
                DropIdentifiers(drop);
                break;
        }
    }

    void Add(SchemaChange.AddField add)
    {
        var parent = add.Parent is null ? null : ParentFor(add.Parent);
        var path = parent is null ? add.Name : $"{Schema.FindName(parent.Id)}.{add.Name}";
        if (Siblings(parent).Any(field => Same(field.Name, add.Name))) throw IcebergException.Invalid($"Cannot add column, name already exists: {path}");
        CheckDefault(add.Type, add.Default, path);
        if (add.Required && add.Default is null && !allowsIncompatible)
            throw IcebergException.Invalid($"Incompatible change: cannot add required column without a default value: {path}");
        var id = ++_lastColumnId;
        var field = new NestedField(id, add.Name, Renumbered(add.Type), add.Required) { Doc = add.Doc, InitialDefault = add.Default, WriteDefault = add.Default };
        Put(FieldTree.EditFields(Schema.AsStruct, parent?.Id, fields => fields.Add(field)));
        if (add.Position is { } position) Place(field, parent, position);
    }

    void Drop(string path)
    {
        var field = Editable(path, "delete");
        foreach (var identifier in Schema.IdentifierFieldIds)
            for (var at = Schema.FindField(identifier); at is not null; at = Schema.FindParent(at.Id))
                if (at.Id == field.Id)
                    throw IcebergException.Invalid($"Cannot delete identifier field {Schema.FindName(identifier)}: take it out of the identifier fields first");
        Edit(field, static _ => null);
    }

    void Rename(SchemaChange.RenameField rename)
    {
        var field = Editable(rename.Path, "rename");
        if (Schema.FindParent(field.Id) is { Type: not StructType })
            throw IcebergException.Invalid($"Cannot rename {Schema.FindName(field.Id)}: the parts of lists and maps have fixed names");
        if (Siblings(Schema.FindParent(field.Id)).Any(other => other.Id != field.Id && Same(other.Name, rename.NewName)))
            throw IcebergException.Invalid($"Cannot rename {Schema.FindName(field.Id)} to {rename.NewName}: name already exists");
        Edit(field, found => found with { Name = rename.NewName });
    }

    void Promote(SchemaChange.PromoteField promote)
    {
        var field = Editable(promote.Path, "update");
        if (field.Type == promote.Type) return;
        if (!TypePromotion.IsAllowed(field.Type, promote.Type, metadata.FormatVersion))
            throw IcebergException.Invalid($"Cannot change column type: {Schema.FindName(field.Id)}: {field.Type} -> {promote.Type}");
        FieldUses.CheckPromotion(metadata, field, promote.Type);
        Edit(field, found => found with
        {
            Type = Renumbered(promote.Type),
            InitialDefault = ValuePromotion.To(promote.Type, found.InitialDefault),
            WriteDefault = ValuePromotion.To(promote.Type, found.WriteDefault),
        });
    }

    void Replace(SchemaChange.ReplaceColumn replace)
    {
        var field = Editable(replace.Path, "update");
        if (Schema.FindParent(field.Id) is not null) throw IcebergException.Invalid($"Cannot replace {Schema.FindName(field.Id)}: it is inside another column");
        var identifiers = Schema.IdentifierFieldIds;
        var next = new NestedField(++_lastColumnId, field.Name, Renumbered(replace.Type), field.Required) { Doc = field.Doc };
        var columns = FieldTree.Edit(Schema.AsStruct, field.Id, _ => next);
        Put(columns, identifiers.Contains(field.Id) ? identifiers.Remove(field.Id).Add(next.Id) : identifiers);
    }

    void Move(SchemaChange.MoveField move)
    {
        var field = Editable(move.Path, "move");
        var parent = Schema.FindParent(field.Id);
        if (parent is { Type: not StructType }) throw IcebergException.Invalid($"Cannot move fields in non-struct type: {parent.Type}");
        Place(field, parent, move.Position);
    }

    void Place(NestedField field, NestedField? parent, FieldPosition position)
    {
        var sibling = position switch
        {
            FieldPosition.Before before => before.Sibling,
            FieldPosition.After after => after.Sibling,
            _ => null,
        };
        if (sibling is not null && Same(sibling, field.Name)) throw IcebergException.Invalid($"Cannot move {field.Name} before or after itself");
        Put(FieldTree.EditFields(Schema.AsStruct, parent?.Id, fields =>
        {
            var others = fields.RemoveAll(other => other.Id == field.Id);
            if (sibling is null) return others.Insert(0, field);
            var found = others.FirstOrDefault(other => other.Name == sibling) ?? others.FirstOrDefault(other => Same(other.Name, sibling))
                ?? throw IcebergException.Invalid($"Cannot move {field.Name} next to missing column: {sibling} (only fields of the same struct are neighbours)");
            return others.Insert(others.IndexOf(found) + (position is FieldPosition.After ? 1 : 0), field);
        }));
    }

    void Require(SchemaChange.SetRequired change)
    {
        var field = Editable(change.Path, "update");
        if (field.Required == change.Required) return;
        if (change.Required && !allowsIncompatible)
            throw IcebergException.Invalid($"Cannot change column nullability: {Schema.FindName(field.Id)}: optional -> required");
        if (!change.Required && Schema.IdentifierFieldIds.Contains(field.Id))
            throw IcebergException.Invalid($"Cannot make identifier field {Schema.FindName(field.Id)} optional: take it out of the identifier fields first");
        Edit(field, found => found with { Required = change.Required });
    }

    void Default(SchemaChange.SetDefault change)
    {
        var field = Editable(change.Path, "update");
        if (Schema.FindParent(field.Id) is { Type: not StructType })
            throw IcebergException.Invalid($"Cannot set a default of {Schema.FindName(field.Id)}: only columns and fields of structs have one");
        CheckDefault(field.Type, change.Value, Schema.FindName(field.Id)!);
        Edit(field, found => found with { WriteDefault = change.Value });
    }

    void DropIdentifiers(SchemaChange.DropIdentifierFields drop)
    {
        var ids = drop.Paths.Select(path => Find(path) is { } field && Schema.IdentifierFieldIds.Contains(field.Id)
            ? field.Id
            : throw IcebergException.Invalid($"Cannot complete drop identifier fields operation: field {path} is not an identifier field"));
        Put(Schema.AsStruct, Schema.IdentifierFieldIds.Except(ids));
    }

    /// <summary>Spec, "Default values".</summary>
    void CheckDefault(IcebergType type, object? value, string path)
    {
        if (value is null) return;
        if (metadata.FormatVersion < 3) throw IcebergException.Invalid($"Invalid default for {path}: non-null defaults are not supported until v3");
        if (type.Kind is TypeKind.Unknown or TypeKind.Variant or TypeKind.Geometry or TypeKind.Geography)
            throw IcebergException.Invalid($"Invalid default for {path}: columns of type {type} must default to null");
        if (type.IsNested) throw IcebergException.Unsupported($"Defaults of nested columns are not supported: {path}. Give the fields inside a default");
    }

    /// <summary>The struct that a field is added to: of a list its elements, of a map its values.</summary>
    NestedField ParentFor(string path)
    {
        var parent = Find(path) ?? throw IcebergException.Invalid($"Cannot find parent struct: {path}");
        CheckNotInKey(parent, "add to");
        var holder = parent.Type switch
        {
            ListType list => list.Element,
            MapType map => map.Value,
            _ => parent,
        };
        return holder.Type is StructType ? holder : throw IcebergException.Invalid($"Cannot add to non-struct column: {path}: {holder.Type}");
    }

    NestedField Editable(string path, string verb)
    {
        var field = Find(path) ?? throw IcebergException.Invalid($"Cannot {verb} missing column: {path}");
        CheckNotInKey(field, verb);
        return field;
    }

    /// <summary>A key decides which entries are the same one: it never changes.</summary>
    void CheckNotInKey(NestedField field, string verb)
    {
        for (var at = field; Schema.FindParent(at.Id) is { } parent; at = parent)
            if (parent.Type is MapType map && map.Key.Id == at.Id) throw IcebergException.Invalid($"Cannot {verb} map keys: {Schema.FindName(field.Id)}");
    }

    NestedField? Find(string path) => Schema.FindField(path, caseSensitive);

    ImmutableArray<NestedField> Siblings(NestedField? parent) => ((StructType?)parent?.Type)?.Fields ?? Schema.Fields;

    bool Same(string one, string other) => string.Equals(one, other, caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    void Edit(NestedField field, Func<NestedField, NestedField?> edit) => Put(FieldTree.Edit(Schema.AsStruct, field.Id, edit));

    void Put(StructType columns) => Put(columns, Schema.IdentifierFieldIds);

    void Put(StructType columns, IEnumerable<int> identifiers) => Schema = new Schema(Schema.SchemaId, columns, identifiers) { Unknown = Schema.Unknown };

    IcebergType Renumbered(IcebergType type)
    {
        if (!type.IsNested) return type;
        var wrapped = FieldIds.AssignFresh(new Schema(0, new StructType(new NestedField(-1, "type", type))), out var last, _lastColumnId - 1);
        _lastColumnId = last;
        return wrapped.Fields[0].Type;
    }

    static IcebergException NoIdentifier(string path) =>
        IcebergException.Invalid($"Cannot add field {path} as an identifier field: not found in current schema or added columns");
}
