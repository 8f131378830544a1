using System.Text;

namespace Tarn.Transform.Runs;

/// <summary>CSV as RFC 4180 has it: quotes doubled, line breaks inside quotes.</summary>
internal static class CsvText
{
    public static IEnumerable<IReadOnlyList<string?>> Parse(string text, char delimiter)
    {
        var row = new List<string?>();
        var field = new StringBuilder();
        var quoted = false;
        var wasQuoted = false;
        text = text.TrimStart('\ufeff');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                var closes = c == '"' && !(i + 1 < text.Length && text[i + 1] == '"');
                i += c == '"' && !closes ? 1 : 0;
                quoted = !closes;
                field.Append(closes ? string.Empty : c.ToString());
            }
            else if (c == '"' && field.Length == 0)
            {
                quoted = wasQuoted = true;
            }
            else if (c == delimiter)
            {
                row.Add(field.ToString());
                field.Clear();
                wasQuoted = false;
            }
            else if (c == '\n')
            {
                if (row.Count > 0 || field.Length > 0 || wasQuoted)
                {
                    row.Add(field.ToString());
                    yield return row;
                }

                row = [];
                field.Clear();
                wasQuoted = false;
            }
            else if (c != '\r')
            {
                field.Append(c);
            }
        }

        if (row.Count > 0 || field.Length > 0)
        {
            row.Add(field.ToString());
            yield return row;
        }
    }
}
