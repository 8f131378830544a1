using System.Collections.Immutable;
using Tarn.Engine.Native;
using Tarn.Engine.Sessions;
using Tarn.Engine.Sql.Select;
using Tarn.Engine.Sql.Statements;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Dml;

/// <summary>What SET gives the columns of a table, fields of structs among them.</summary>
internal sealed class ColumnAssignments
{
    readonly Dictionary<int, Assignment> _byField;
    readonly HashSet<int> _holders;

    ColumnAssignments(Dictionary<int, Assignment> byField, HashSet<int> holders, ImmutableArray<TextSlice> untyped) =>
        (_byField, _holders, Untyped) = (byField, holders, untyped);

    /// <exception cref="EngineException">A column is not there, or gets two values.</exception>
    public static ColumnAssignments Of(StatementScope scope, DmlTarget target, Schema schema, ImmutableArray<Assignment> assignments)
    {
        var byField = new Dictionary<int, Assignment>();
        var holders = new HashSet<int>();
        var untyped = ImmutableArray.CreateBuilder<TextSlice>();
        foreach (var assignment in assignments)
        {
            var path = Resolve(scope, target, schema, assignment);
            if (!byField.TryAdd(path[^1].Id, assignment)) throw Twice(scope, assignment);
            holders.UnionWith(path.SkipLast(1).Select(f => f.Id));
            if (assignment.Value is { } value && GivenValue.HasStructs(path[^1].Type)) untyped.Add(value);
        }
        if (byField.FirstOrDefault(f => holders.Contains(f.Key)).Value is { } both) throw Twice(scope, both);
        return new ColumnAssignments(byField, holders, untyped.DrainToImmutable());
    }

    /// <summary>Expressions for fields that are structs or hold some.</summary>
    public ImmutableArray<TextSlice> Untyped { get; }

    /// <summary>Writes the new value of a field, whose value now is <paramref name="current"/>.</summary>
    public void Compose(TextComposer text, NestedField field, string current, GivenTypes types)
    {
        if (_byField.TryGetValue(field.Id, out var assignment)) types.Compose(text, field, assignment.Value);
        else if (!_holders.Contains(field.Id)) text.Add(current);
        else
        {
            var separator = "{";
            foreach (var child in ((StructType)field.Type).Fields)
            {
                text.Add($"{separator}{Identifiers.Literal(child.Name)}: ");
                Compose(text, child, $"{current}.{Identifiers.Quote(child.Name)}", types);
                separator = ", ";
            }
            text.Add("}");
        }
    }

    static List<NestedField> Resolve(StatementScope scope, DmlTarget target, Schema schema, Assignment assignment)
    {
        var parts = assignment.Path.AsSpan();
        if (Field(schema.Fields, parts[0]) is not { } first || (parts.Length > 1 && first.Type is not StructType)) parts = WithoutTable(scope, target, parts);
        var path = new List<NestedField>();
        var fields = schema.Fields;
        foreach (var part in parts)
        {
            if (Field(fields, part) is not { } field) throw NoSuch(scope, target, assignment, fields);
            path.Add(field);
            fields = (field.Type as StructType)?.Fields ?? [];
        }
        return path;
    }

    static ReadOnlySpan<string> WithoutTable(StatementScope scope, DmlTarget target, ReadOnlySpan<string> parts)
    {
        if (target.Alias is { } alias) return parts.Length > 1 && parts[0].Equals(alias, StringComparison.OrdinalIgnoreCase) ? parts[1..] : parts;
        for (var length = parts.Length - 1; length > 0; length--)
            if (scope.Session.Names.Names(target.Name.Parts, parts[..length])) return parts[length..];
        return parts;
    }

    static NestedField? Field(ImmutableArray<NestedField> fields, string name) => fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    static EngineException NoSuch(StatementScope scope, DmlTarget target, Assignment assignment, ImmutableArray<NestedField> fields) => EngineException.At(
        EngineErrorKind.Binding,
        fields.IsEmpty
            ? $"{string.Join('.', assignment.Path)} cannot be set: only columns and fields of structs can."
            : $"The table {target.Name} has no column {string.Join('.', assignment.Path)}. There is {string.Join(", ", fields.Select(f => f.Name))}.",
        scope.Sql.Text,
        assignment.Offset);

    static EngineException Twice(StatementScope scope, Assignment assignment) =>
        EngineException.At(EngineErrorKind.Binding, $"{string.Join('.', assignment.Path)} is given two values.", scope.Sql.Text, assignment.Offset);
}
