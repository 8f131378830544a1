using System.Collections.Immutable;
using System.Text;

namespace Tarn.Engine.Scans;

/// <summary>A column or nested field as a Parquet file has it, lists and maps reduced to their element, key and value.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="FieldId">Its id, where the writer gave one.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Children">Fields of a struct, the element, or key and value.</param>
/// <param name="Details">All else that the footer says of it: types, lengths, repetition.</param>
sealed record PhysicalField(string Name, int? FieldId, PhysicalKind Kind, ImmutableArray<PhysicalField> Children, string Details)
{
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

    /// <summary>Equal for files that can be read by one scan.</summary>
    public string Signature()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }

    void Print(StringBuilder text)
    {
        _ = text.Append(Name.Length).Append(':').Append(Name).Append('#').Append(FieldId).Append((char)('a' + (int)Kind)).Append('(');
        foreach (var child in Children) child.Print(text);
        _ = text.Append(')');
    }
}
