namespace Tarn.Iceberg.Orc;

/// <summary>The examples of the ORC specification v1, and what they leave out.</summary>
public sealed class OrcRunLengthTests
{
    [Theory]
    [InlineData("61 00 07", false, "7 ×100")]
    [InlineData("61 ff 64", false, "100 99 98 97 … 1")]
    [InlineData("fb 02 03 06 07 0b", false, "2 3 6 7 11")]
    [InlineData("fd 01 02 03", true, "-1 1 -2")]
    public void Version_1_reads_runs_and_literals(string bytes, bool isSigned, string values) => Check(bytes, isSigned, isVersion2: false, values);

    [Theory]
    [InlineData("0a 27 10", false, "10000 10000 10000 10000 10000")]
    [InlineData("08 4e 1f", true, "-10000 -10000 -10000")]
    [InlineData("5e 03 5c a1 ab 1e de ad be ef", false, "23713 43806 57005 48879")]
    [InlineData("8e 13 2b 21 07 d0 1e 00 14 70 28 32 3c 46 50 5a 64 6e 78 82 8c 96 a0 aa b4 be fc e8", false,
        "2030 2000 2020 1000000 2040 2050 2060 2070 2080 2090 2100 2110 2120 2130 2140 2150 2160 2170 2180 2190")]
    [InlineData("c6 09 02 02 22 42 42 46", false, "2 3 5 7 11 13 17 19 23 29")]
    [InlineData("c0 03 06 03", true, "3 1 -1 -3")]
    [InlineData("c6 03 14 03 12", false, "20 18 17 15")]
    public void Version_2_reads_its_four_forms(string bytes, bool isSigned, string values) => Check(bytes, isSigned, isVersion2: true, values);

    [Fact]
    public void Bytes_and_bits_are_read_run_by_run()
    {
        var run = new OrcBytes(Stream("61 00 fe 44 45"));
        Assert.Equal([.. Enumerable.Repeat((byte)0, 100), 0x44, 0x45], Enumerable.Range(0, 102).Select(_ => run.Next()));
        var bits = new OrcBits(Stream("ff 80"));
        Assert.Equal([true, false, false, false, false, false, false, false], Enumerable.Range(0, 8).Select(_ => bits.Next()));
    }

    [Theory]
    [InlineData("5e 03 5c a1 ab")]
    [InlineData("c6 09 02 02 22")]
    [InlineData("")]
    public void A_run_that_is_cut_off_is_damaged(string bytes)
    {
        var numbers = OrcIntegers.Of(Stream(bytes), isSigned: false, isVersion2: true);
        Assert.Equal(IcebergErrorKind.CorruptFile, Assert.Throws<IcebergException>(() => numbers.Next()).Kind);
    }

    static void Check(string bytes, bool isSigned, bool isVersion2, string values)
    {
        var wanted = values switch
        {
            "7 ×100" => [.. Enumerable.Repeat(7L, 100)],
            "100 99 98 97 … 1" => Enumerable.Range(1, 100).Select(i => 101L - i).ToArray(),
            _ => values.Split(' ').Select(long.Parse).ToArray(),
        };
        var numbers = OrcIntegers.Of(Stream(bytes), isSigned, isVersion2);
        Assert.Equal(wanted, wanted.Select(_ => numbers.Next()));
    }

    static OrcStream Stream(string bytes) => new(bytes.Length == 0 ? default : Array.ConvertAll(bytes.Split(' '), text => Convert.ToByte(text, 16)).AsMemory(), null);
}
