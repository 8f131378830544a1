using System.Text;
using Tarn.Ingest.Quarantine;
using Tarn.Ingest.Sources.Files;
using Tarn.Ingest.Sources.Files.Csv;
using Tarn.Ingest.Typing;
using Tarn.Testing;
using ValueType = Tarn.Ingest.Typing.ValueType;

namespace Tarn.Ingest.Tests.Sources.Files.Csv;

public sealed class CsvInspectionTests : IDisposable
{
    static readonly CsvDialect Dialect = new((byte)',', (byte)'"', true);
    readonly TemporaryFolder folder = new();

    [Fact]
    public void Bad_rows_are_reported_with_line_column_and_reason_and_good_ones_kept()
    {
        var file = Write("id,amount,note\n1,2.5,ok\n2,abc,bad amount\n3,3.5,\"broken quote\n4,1.0,x\n5,7.5,y,extra\n6\n7,8.255,cents\n8,9.10,\"two\nlines\"\n"u8.ToArray());
        var bad = new List<BadRow>();
        using var clean = new MemoryStream();
        var rows = CsvInspection.Divide(file, Dialect, [new(ValueKind.Long), new(ValueKind.Decimal, 10, 2), ValueType.Text], ["id", "amount", "note"], null, clean, bad.Add, default);
        Assert.Equal(3, rows);
        Assert.Equal("id,amount,note\n1,2.5,ok\n4,1.0,x\n8,9.10,\"two\nlines\"\n", Encoding.UTF8.GetString(clean.ToArray()));
        Assert.Equal(
            ["3 amount \"abc\" is not a DECIMAL(10,2) without loss", "4  text follows a closing quote", "6  has 4 fields, the header has 3", "7  has 1 fields, the header has 3",
                "8 amount \"8.255\" is not a DECIMAL(10,2) without loss"],
            bad.Select(b => $"{b.Line} {b.Column} {b.Reason}"));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_make_a_bad_row()
    {
        var file = Write([.. "id,note\n1,caf"u8, 0xE9, .. "\n2,ok\n"u8]);
        var bad = new List<BadRow>();
        using var clean = new MemoryStream();
        Assert.Equal(1, CsvInspection.Divide(file, Dialect, [new(ValueKind.Long), ValueType.Text], ["id", "note"], null, clean, bad.Add, default));
        Assert.Equal(("holds bytes that are not UTF-8", 2), (bad[0].Reason, bad[0].Line));
    }

    [Fact]
    public void Types_are_the_narrowest_that_lose_nothing()
    {
        var file = Write("a,b,c,d,e\n1,1,2026-01-01,007,9007199254740993\n2,2.5,2026-01-01 10:00:00,8,0.5\n,,,,\n"u8.ToArray());
        var types = CsvInspection.Profile(file, Dialect, 5, null, 1000, default).Select(p => p.Infer().SqlName);
        Assert.Equal(["BIGINT", "DOUBLE", "TIMESTAMP", "VARCHAR", "VARCHAR"], types);
    }

    [Fact]
    public void One_stray_value_in_a_thousand_does_not_make_a_column_text()
    {
        var profile = new ColumnProfile();
        for (var i = 0; i < 999; i++) profile.Add("1"u8);
        profile.Add("x"u8);
        Assert.Equal("BIGINT", profile.Infer().SqlName);
        profile.Add("y"u8);
        Assert.Equal("VARCHAR", profile.Infer().SqlName);
    }

    public void Dispose() => folder.Dispose();

    SourceFile Write(byte[] content)
    {
        var path = folder.File("f.csv");
        File.WriteAllBytes(path, content);
        return new SourceFile("f.csv", path, content.Length, default);
    }
}
