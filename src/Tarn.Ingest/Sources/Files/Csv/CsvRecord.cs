using System.Text;

namespace Tarn.Ingest.Sources.Files.Csv;

/// <summary>One record of a CSV file, valid until the tokenizer reads on.</summary>
readonly ref struct CsvRecord
{
    readonly List<Range> fields;
    readonly List<bool> escaped;
    readonly byte quote;

    public CsvRecord(ReadOnlySpan<byte> raw, List<Range> fields, List<bool> escaped, byte quote, CsvFault fault)
    {
        Raw = raw;
        (this.fields, this.escaped, this.quote, Fault) = (fields, escaped, quote, fault);
    }

    /// <summary>The record's bytes without its line break.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    public CsvFault Fault { get; }

    public int FieldCount => fields.Count;

    /// <summary>Nothing at all on the line: such lines are passed over.</summary>
    public bool IsBlank => Raw.IsEmpty;

    /// <summary>A field without its quotes; doubled quotes inside are still double where <see cref="IsEscaped"/> says so.</summary>
    public ReadOnlySpan<byte> Field(int index) => Raw[fields[index]];

    public bool IsEscaped(int index) => escaped[index];

    public bool IsQuoted(int index) => fields[index].Start.Value > 0 && quote != 0 && Raw[fields[index].Start.Value - 1] == quote;

    public string Text(int index)
    {
        var text = Encoding.UTF8.GetString(Field(index));
        var mark = ((char)quote).ToString();
        return IsEscaped(index) ? text.Replace(mark + mark, mark, StringComparison.Ordinal) : text;
    }
}
