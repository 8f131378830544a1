using System.Collections.Immutable;
using System.Text;
using Tarn.Iceberg.Parquet;
using Tarn.Iceberg.Types;

namespace Tarn.Engine.Scans;

/// <summary>A column or nested field as a Parquet file has it, lists and maps reduced to their element, key and value.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="FieldId">Its id, where the writer gave one.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Children">Fields of a struct, the element, or key and value.</param>
/// <param name="Details">All else that the footer says of it: types, lengths, repetition.</param>
/// <param name="ExecutorType">The type that the executor reads it as, where it is primitive.</param>
sealed record PhysicalField(string Name, int? FieldId, PhysicalKind Kind, ImmutableArray<PhysicalField> Children, string Details, string ExecutorType = "")
{
    /// <summary>The executor's type for geometries and geographies.</summary>
    public const string Shape = "GEOMETRY";

    const string Float = "FLOAT";
    const string Date = "DATE";
    const string Text = "VARCHAR";
    const string Bytes = "BLOB";
    const string Local = "TIMESTAMP";
    const string Instant = "TIMESTAMP WITH TIME ZONE";

    /// <summary>Of more children their ids are indexed.</summary>
    const int MaxSearched = 32;

    Dictionary<int, PhysicalField>? _byId;

    /// <summary>Equal for files that are the same in everything that their footers' schemas say.</summary>
    public string ExactSignature { get; } =
        $"{Name.Length}:{Name}#{FieldId}{(char)('a' + (int)Kind)}{Details.Length}:{Details}({string.Concat(Children.Select(c => c.ExactSignature))})";

    public PhysicalField? ById(int id)
    {
        if (Children.Length > MaxSearched) return (_byId ??= ByIds()).GetValueOrDefault(id);
        foreach (var child in Children)
            if (child.FieldId == id) return child;
        return null;
    }

    public PhysicalField? ByName(string name)
    {
        foreach (var child in Children)
            if (SiblingNames.IsNamed(child.Name, name)) return child;
        return null;
    }

    /// <summary>True where any field of the file carries an id.</summary>
    public bool HasIds => FieldId is not null || Children.Any(c => c.HasIds);

    /// <summary>Whether times without a zone are those of a wall clock somewhere, as ORC's are: no instants.</summary>
    public bool IsOnWall { get; init; }

    /// <summary>The same fields as those of an ORC file.</summary>
    public PhysicalField OnWall() => this with { IsOnWall = true, Children = [.. Children.Select(c => c.OnWall())], _byId = null };

    /// <summary>
    /// Whether the executor must read it in the file's own type, and make the table's of it afterwards. It casts the constants of filters to the type in the file: 0.1 would be sought as a float, and
    /// noon as a date; other promotions lose nothing by that. And its casts between text and bytes, and between times with and without a zone, are not what the table format means: the same bytes, and UTC.
    /// Shapes are marked as such in Parquet files alone, and not by every writer: elsewhere they are the bytes of their WKB, which it does not cast.
    /// </summary>
    public bool IsOther(IcebergType type) => type.Kind switch
    {
        TypeKind.Double => ExecutorType == Float,
        TypeKind.Timestamp => ExecutorType is Date or Instant,
        TypeKind.Timestamptz => ExecutorType is Date or Local,
        TypeKind.TimestampNs or TypeKind.TimestamptzNs => ExecutorType == Date,
        TypeKind.String or TypeKind.Geometry or TypeKind.Geography => ExecutorType == Bytes,
        TypeKind.Binary or TypeKind.Fixed => ExecutorType == Text,
        _ => false,
    };

    /// <summary>Whether any of the table's columns is such a one in the file, or has one in it.</summary>
    public bool HasOther(IEnumerable<NestedField> fields) => fields.Any(f => ById(f.Id)?.HoldsOther(f.Type) is true);

    /// <summary>The table's value of one that <see cref="IsOther"/>.</summary>
    /// <exception cref="EngineException">It is a time on the wall, of which the table says that it is an instant. The reference refuses it too.</exception>
    public string Converted(IcebergType type, string value) => ExecutorType switch
    {
        Bytes when type.Kind is TypeKind.String => $"decode({value})",
        Bytes => $"st_geomfromwkb({value})",
        Text => $"encode({value})",
        Local when IsOnWall => throw new EngineException(
            EngineErrorKind.NotSupported, $"The column \"{Name}\" of an ORC file is TIMESTAMP, the time on a wall clock, and the table has instants there (timestamptz): which they are depends on where its writer was. Nothing was read. Give the table a column of timestamp for it, or write the file anew with TIMESTAMP WITH LOCAL TIME ZONE."),
        Local or Instant => $"timezone('UTC', {value})",
        _ => $"CAST({value} AS {ExecutorTypes.Sql(type)})",
    };

    Dictionary<int, PhysicalField> ByIds()
    {
        var found = new Dictionary<int, PhysicalField>();
        foreach (var child in Children)
            if (child.FieldId is { } id) _ = found.TryAdd(id, child);
        return found;
    }

    bool HoldsOther(IcebergType type) => type switch
    {
        StructType s => HasOther(s.Fields),
        ListType l => Kind is PhysicalKind.List && Children[0].HoldsOther(l.Element.Type),
        MapType m => Kind is PhysicalKind.Map && (Children[0].HoldsOther(m.Key.Type) || Children[1].HoldsOther(m.Value.Type)),
        _ => IsOther(type),
    };

    /// <summary>Equal for files that can be read by one scan.</summary>
    public string Signature()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }

    void Print(StringBuilder text)
    {
        _ = text.Append(Name.Length).Append(':').Append(Name).Append('#').Append(FieldId).Append((char)('a' + (int)Kind));
        if (ExecutorType is Float or Date or Text or Bytes or Local or Instant) _ = text.Append(ExecutorType);
        _ = text.Append('(');
        foreach (var child in Children) child.Print(text);
        _ = text.Append(')');
    }
}
