using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Partitioning;

/// <summary>Applies the changes of one <see cref="PartitionSpecUpdate"/>. Rules and messages are the reference's (BaseUpdatePartitionSpec).</summary>
/// <remarks>A v1 spec never loses a field, since its field ids are its places: a removed field becomes void there.</remarks>
internal sealed class PartitionEvolution
{
    readonly TableMetadata _metadata;
    readonly bool _caseSensitive;
    readonly List<Entry> _entries;
    int _lastFieldId;

    public PartitionEvolution(TableMetadata metadata, bool caseSensitive)
    {
        (_metadata, _caseSensitive, _lastFieldId) = (metadata, caseSensitive, metadata.LastPartitionId);
        if (metadata.Spec.Fields.FirstOrDefault(field => field.Transform is UnknownTransform) is { } unknown)
            throw IcebergException.Invalid($"Cannot update partition spec with unknown transform: {unknown}");
        _entries = [.. metadata.Spec.Fields.Select(field => new Entry(field, isNew: false))];
    }

    public void Apply(PartitionChange change)
    {
        switch (change)
        {
            case PartitionChange.AddField add:
                Add(add);
                break;
            case PartitionChange.RemoveField remove:
                Remove(Live().FirstOrDefault(entry => entry.Field.Name == remove.Name)
                    ?? Live().FirstOrDefault(entry => Same(entry.Field.Name, remove.Name)), remove.Name);
                break;
            case PartitionChange.RemoveSource remove:
                var source = Resolve(remove.Source);
                Remove(Live().FirstOrDefault(entry => IsOf(entry.Field, source, remove.Source.Transform)), remove.Source.ToString());
                break;
            case PartitionChange.RenameField rename:
                Rename(rename);
                break;
        }
    }

    public PartitionSpec Build()
    {
        var kept = _entries.Where(entry => !entry.IsRemoved || (_metadata.FormatVersion == 1 && !entry.IsNew))
            .Select(entry => entry.IsRemoved ? entry.Field with { Transform = Transform.Void } : entry.Field);
        return new PartitionSpec(_metadata.DefaultSpecId, [.. kept]);
    }

    void Add(PartitionChange.AddField add)
    {
        var source = Resolve(add.Source);
        if (_entries.Find(entry => IsOf(entry.Field, source, add.Source.Transform)) is { } existing)
        {
            if (!existing.IsRemoved)
                throw IcebergException.Invalid($"Cannot add duplicate partition field {add.Name}={add.Source}, conflicts with {existing.Field}");
            existing.IsRemoved = false;
            if (add.Name is not null && add.Name != existing.Field.Name) Rename(new PartitionChange.RenameField(existing.Field.Name, add.Name));
            return;
        }
        if (add.Source.Transform is TemporalTransform
            && Live().FirstOrDefault(entry => entry.IsNew && entry.Field.Transform is TemporalTransform && entry.Field.SourceId == source.Id) is { } time)
            throw IcebergException.Invalid($"Cannot add redundant partition field: {time.Field} conflicts with {add.Source}");
        var known = Known(source, add);
        var name = add.Name ?? known?.Name ?? NameOf(add.Source.Transform, _metadata.Schema.FindName(source.Id)!);
        MakeWay(name, source, add.Source.Transform);
        _entries.Add(new Entry(new PartitionField(source.Id, known?.FieldId ?? ++_lastFieldId, name, add.Source.Transform), isNew: true));
    }

    /// <summary>A field of a former spec that was made of the same: it comes back under its id.</summary>
    PartitionField? Known(NestedField source, PartitionChange.AddField add) => _metadata.FormatVersion == 1
        ? null
        : _metadata.PartitionSpecs.SelectMany(spec => spec.Fields)
            .FirstOrDefault(field => IsOf(field, source, add.Source.Transform) && (add.Name is null || field.Name == add.Name));

    /// <summary>A removed or void field gives its name up to a new one.</summary>
    void MakeWay(string name, NestedField source, Transform transform)
    {
        if (_metadata.Schema.FindField(name) is { } column && !(transform is IdentityTransform && column.Id == source.Id))
            throw IcebergException.Invalid($"Cannot create partition from name that exists in schema: {name}");
        if (_entries.Find(entry => entry.Field.Name == name) is not { } holder) return;
        if (!holder.IsRemoved && holder.Field.Transform is not VoidTransform) throw IcebergException.Invalid($"Cannot add duplicate partition field name: {name}");
        holder.Field = holder.Field with { Name = $"{name}_{holder.Field.FieldId}" };
    }

    static void Remove(Entry? entry, string what)
    {
        if (entry is null) throw IcebergException.Invalid($"Cannot find partition field to remove: {what}");
        if (entry.IsNew) throw IcebergException.Invalid($"Cannot delete newly added field: {entry.Field}");
        entry.IsRemoved = true;
    }

    void Rename(PartitionChange.RenameField rename)
    {
        var entry = Live().FirstOrDefault(item => item.Field.Name == rename.Name) ?? throw IcebergException.Invalid($"Cannot find partition field to rename: {rename.Name}");
        if (_metadata.Schema.FindField(entry.Field.SourceId) is { } source) MakeWay(rename.NewName, source, entry.Field.Transform);
        entry.Field = entry.Field with { Name = rename.NewName };
    }

    NestedField Resolve(PartitionSource source)
    {
        var field = _metadata.Schema.FindField(source.Column, _caseSensitive) ?? throw IcebergException.Invalid($"Cannot find field '{source.Column}' to partition by");
        if (source.Transform is UnknownTransform) throw IcebergException.Invalid($"Cannot partition by unknown transform: {source.Transform}");
        if (!field.Type.IsPrimitive || !source.Transform.Accepts(field.Type))
            throw IcebergException.Invalid($"Invalid source type {field.Type} for transform: {source.Transform} (column {source.Column})");
        return _metadata.Schema.IsRepeated(field.Id)
            ? throw IcebergException.Invalid($"Cannot partition by {source.Column}: it is inside a list or map")
            : field;
    }

    IEnumerable<Entry> Live() => _entries.Where(entry => !entry.IsRemoved);

    bool Same(string one, string other) => string.Equals(one, other, _caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    static bool IsOf(PartitionField field, NestedField source, Transform transform) => field.SourceIds is [var id] && id == source.Id && field.Transform == transform;

    /// <summary>The reference's names in evolution, which say the width (those of a new table do not).</summary>
    static string NameOf(Transform transform, string column) => transform switch
    {
        IdentityTransform => column,
        BucketTransform bucket => $"{column}_bucket_{bucket.Buckets}",
        TruncateTransform truncate => $"{column}_trunc_{truncate.Width}",
        VoidTransform => $"{column}_null",
        _ => $"{column}_{transform}",
    };

    sealed class Entry(PartitionField field, bool isNew)
    {
        public PartitionField Field { get; set; } = field;

        public bool IsNew => isNew;

        public bool IsRemoved { get; set; }
    }
}
