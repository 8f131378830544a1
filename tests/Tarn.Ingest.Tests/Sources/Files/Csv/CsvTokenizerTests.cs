using System.Text;
using Tarn.Ingest.Connections;
using Tarn.Ingest.Sources.Files.Csv;

namespace Tarn.Ingest.Tests.Sources.Files.Csv;

public sealed class CsvTokenizerTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\r\n1,2", "a|b;1|2")]
    [InlineData("a,b\r1,2\r", "a|b;1|2")]
    [InlineData("a,\n,b", "a|;|b")]
    [InlineData("a,", "a|")]
    [InlineData("\"x,\"\"y\"\"\nz\",2\n", "x,\"y\"\nz|2")]
    [InlineData("\"\",\"\"\n", "|")]
    [InlineData("a\n\nb\n", "a;;b")]
    [InlineData("1,\"open\n2,b\n3,c", "!UnterminatedQuote;2|b;3|c")]
    [InlineData("1,\"a\"b\n2,c\n", "!TextAfterQuote;2|c")]
    public void Splits_records_and_fields(string csv, string expected) => Assert.Equal(expected, Show(Encoding.UTF8.GetBytes(csv), csv.Length));

    [Fact]
    public void Reads_the_same_through_a_window_of_any_size()
    {
        var csv = Encoding.UTF8.GetBytes("id,note\r\n1,\"two\r\nlines, \"\"q\"\"\"\r\n2,é\r\n3,\"x\"");
        var whole = Show(csv, csv.Length);
        for (var window = 1; window < csv.Length; window++) Assert.Equal(whole, Show(csv, window));
    }

    [Theory]
    [InlineData("a;b;c\n1,5;2;3\n", ';')]
    [InlineData("a\tb\n1\t2\n", '\t')]
    [InlineData("name|city\nx|\"a|b\"\n", '|')]
    [InlineData("a,b;c\n", ',')]
    [InlineData("single\nvalue\n", ',')]
    public void Finds_the_delimiter_that_the_lines_agree_on(string head, char delimiter) =>
        Assert.Equal((byte)delimiter, CsvDialect.Detect(Encoding.UTF8.GetBytes(head), new CsvOptions(null, null, null, null)).Delimiter);

    [Fact]
    public void Header_names_are_whole_and_unique() =>
        Assert.Equal("id|column2|ID_2|a b", string.Join('|', CsvDialect.Names(["\uFEFFid", "", "ID", " a b "])));

    /// <summary>Feeds the tokenizer windows that grow until a record fits, as a stream's buffer does.</summary>
    static string Show(byte[] csv, int window)
    {
        var tokenizer = new CsvTokenizer(new CsvDialect((byte)',', (byte)'"', false));
        var records = new List<string>();
        var (start, size) = (0, window);
        while (start < csv.Length)
        {
            var end = Math.Min(csv.Length, start + size);
            var used = tokenizer.Next(csv.AsSpan(start, end - start), end == csv.Length, out var record);
            if (used == 0)
            {
                Assert.NotEqual(csv.Length, end);
                size++;
                continue;
            }

            var fields = new List<string>();
            for (var i = 0; i < record.FieldCount; i++) fields.Add(record.Text(i));
            records.Add(record.Fault == CsvFault.None ? string.Join('|', fields) : "!" + record.Fault);
            (start, size) = (start + used, window);
        }

        return string.Join(';', records);
    }
}
