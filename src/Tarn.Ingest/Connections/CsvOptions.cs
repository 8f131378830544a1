using Tarn.Project.Yaml;

namespace Tarn.Ingest.Connections;

/// <summary>How CSV files are written. What is null is detected from the files.</summary>
/// <param name="Delimiter">One character, or <c>\t</c>.</param>
/// <param name="Quote">One character; empty for none.</param>
/// <param name="Header">Whether the first line names the columns.</param>
/// <param name="NullText">Text that means NULL, besides the empty field.</param>
/// <param name="DateFormat">In strftime letters: <c>%d/%m/%Y</c>.</param>
/// <param name="TimestampFormat">In strftime letters.</param>
/// <param name="DecimalSeparator">A point where null.</param>
public sealed record CsvOptions(
    string? Delimiter, string? Quote, bool? Header, string? NullText, string? DateFormat, string? TimestampFormat, string? DecimalSeparator)
{
    internal static CsvOptions Read(YamlFields fields) => new(
        fields.OptionalString("delimiter"),
        fields.OptionalString("quote"),
        fields.OptionalBool("header"),
        fields.OptionalString("nullText"),
        fields.OptionalString("dateFormat"),
        fields.OptionalString("timestampFormat"),
        fields.OptionalString("decimalSeparator"));
}
