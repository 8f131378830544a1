using Tarn.Project.Yaml;

namespace Tarn.Ingest.Connections;

/// <summary>How CSV files are written. What is null is detected from the files.</summary>
/// <param name="Delimiter">One character, or <c>\t</c>.</param>
/// <param name="Quote">One character; empty for none.</param>
/// <param name="Header">Whether the first line names the columns.</param>
/// <param name="NullText">Text that means NULL, besides the empty field.</param>
public sealed record CsvOptions(string? Delimiter, string? Quote, bool? Header, string? NullText)
{
    internal static CsvOptions Read(YamlFields fields)
    {
        NotYet(fields, "dateFormat", "dates are read as 2026-11-28");
        NotYet(fields, "timestampFormat", "timestamps are read as 2026-11-28 18:30:00");
        NotYet(fields, "decimalSeparator", "decimals are read with a point");
        return new CsvOptions(fields.OptionalString("delimiter"), fields.OptionalString("quote"), fields.OptionalBool("header"), fields.OptionalString("nullText"));
    }

    /// <summary>A form that was asked for and not heeded would send a file's rows to quarantine without a word why.</summary>
    static void NotYet(YamlFields fields, string key, string instead)
    {
        if (fields.OptionalString(key) is not null)
            fields.Problem(key, $"\"{key}\" cannot be chosen yet: {instead}. Take the key out, and load other forms as text (columns: {{NAME: string}}) for a model to cast.");
    }
}
