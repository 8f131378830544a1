using System.Collections.Immutable;
using System.Text;
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
    const string Float = "FLOAT";
    const string Date = "DATE";

    /// <summary>Equal for files that are the same in everything that their footers' schemas say.</summary>
    public string ExactSignature { get; } =
        $"{Name.Length}:{Name}#{FieldId}{(char)('a' + (int)Kind)}{Details.Length}:{Details}({string.Concat(Children.Select(c => c.ExactSignature))})";

    public PhysicalField? ById(int id)
    {
        foreach (var child in Children)
            if (child.FieldId == id) return child;
        return null;
    }

    public PhysicalField? ByName(string name)
    {
        foreach (var child in Children)
            if (child.Name == name) return child;
        return null;
    }

    /// <summary>True where any field of the file carries an id.</summary>
    public bool HasIds => FieldId is not null || Children.Any(c => c.HasIds);

    /// <summary>
    /// Whether the executor must read it in the file's own type, and make the table's of it afterwards. It casts the constants of filters to the type in the file: 0.1 would be sought as a float, and
    /// noon as a date. Other promotions lose nothing by that.
    /// </summary>
    public bool IsNarrower(IcebergType type) => type.Kind switch
    {
        TypeKind.Double => ExecutorType == Float,
        TypeKind.Timestamp or TypeKind.Timestamptz or TypeKind.TimestampNs or TypeKind.TimestamptzNs => ExecutorType == Date,
        _ => false,
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
        if (ExecutorType is Float or Date) _ = text.Append(ExecutorType);
        _ = text.Append('(');
        foreach (var child in Children) child.Print(text);
        _ = text.Append(')');
    }
}
