using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;
using Tarn.Testing;
using Tarn.Testing.Faults;

namespace Tarn.Iceberg.Statistics;

public sealed class ThetaSketchTests
{
    [SharedFact(GoldenVectors.Needs)]
    public void The_bytes_are_those_of_the_reference() => GoldenVectors.ForAll("theta_sketches", 10, item =>
    {
        var builder = new ThetaSketchBuilder();
        var type = GoldenVectors.TypeOf(item);
        for (var i = 0; i < item.GetProperty("n").GetInt32(); i++) builder.Add(SingleValueBinary.Encode(type, Value(Text(item, "values"), i)));
        var sketch = builder.ToSketch();
        return GoldenVectors.Differs(Text(item, "theta_long"), sketch.Theta.ToString(CultureInfo.InvariantCulture))
            ?? GoldenVectors.Differs(item.GetProperty("retained").GetInt32(), sketch.Hashes.Length)
            ?? GoldenVectors.Differs(Text(item, "sha256"), Convert.ToHexStringLower(SHA256.HashData(sketch.ToBytes())))
            ?? (SameAs(sketch, ThetaSketch.Parse(sketch.ToBytes())) ? null : "it does not read its own bytes");
    });

    [Fact]
    public void A_sketch_of_nothing_and_of_one_value_have_their_own_forms()
    {
        Assert.Equal("01030300001e0000", Convert.ToHexStringLower(ThetaSketch.Empty.ToBytes()));
        Assert.Equal(0, ThetaSketch.Parse(ThetaSketch.Empty.ToBytes()).Estimate);
        var one = Of(7, 7, 7);
        Assert.StartsWith("01030300003acc93", Convert.ToHexStringLower(one.ToBytes()), StringComparison.Ordinal);
        Assert.Equal(1, ThetaSketch.Parse(one.ToBytes()).Estimate);
        var builder = new ThetaSketchBuilder();
        builder.Add([]);
        Assert.True(builder.ToSketch().IsEmpty);
    }

    [Fact]
    public void A_union_depends_on_no_order_and_keeps_the_smallest_hashes()
    {
        var (a, b, c) = (Of([.. Enumerable.Range(0, 30_000)]), Of([.. Enumerable.Range(20_000, 30_000)]), Of([.. Enumerable.Range(49_990, 20)]));
        var union = ThetaSketch.Union(a, b, c);
        Assert.True(SameAs(union, ThetaSketch.Union(c, ThetaSketch.Union(b, a))));
        Assert.Equal(ThetaSketch.NominalEntries, union.Hashes.Length);
        Assert.InRange(union.Estimate, 47_500, 52_500);
        Assert.True(ThetaSketch.Union(ThetaSketch.Empty, ThetaSketch.Empty).IsEmpty);
        Assert.Equal(20, ThetaSketch.Union(c, ThetaSketch.Empty).Estimate);
    }

    [Fact]
    public void Unordered_bytes_are_read()
    {
        var sketch = Of(1, 2, 3);
        var bytes = sketch.ToBytes();
        bytes[5] &= 0xef;
        var (first, last) = (bytes[16..24], bytes[32..40]);
        last.CopyTo(bytes, 16);
        first.CopyTo(bytes, 32);
        Assert.True(SameAs(sketch, ThetaSketch.Parse(bytes)));
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_never_misread()
    {
        var bytes = Of([.. Enumerable.Range(0, 5000)]).ToBytes();
        for (var length = 0; length < bytes.Length; length += 7) Assert.Throws<IcebergException>(() => ThetaSketch.Parse(bytes.AsSpan(0, length)));
        foreach (var (index, value) in ((int, byte)[])[(0, 0x3f), (1, 4), (2, 1), (5, 1), (6, 0), (11, 0xff), (23, 0xff)])
        {
            var damaged = (byte[])bytes.Clone();
            damaged[index] = value;
            Assert.Throws<IcebergException>(() => ThetaSketch.Parse(damaged));
        }
    }

    [SharedFact(GoldenTables.Needs)]
    public async Task The_sketches_that_Spark_wrote_are_read()
    {
        using var expected = GoldenTables.Expected("stats_puffin");
        var metadata = GoldenTables.Metadata(expected);
        var store = new MemoryObjectStore();
        Assert.Equal(2, metadata.Statistics.Length);
        foreach (var file in metadata.Statistics)
        {
            var sketches = await TableStatistics.ReadAsync(store, file, CancellationToken.None);
            Assert.Equal(metadata.DistinctCounts(file.SnapshotId), sketches.ToDictionary(s => s.Key, s => (long)s.Value.Estimate));
            Assert.Equal(file.BlobMetadata.Length, sketches.Count);
        }
    }

    static ThetaSketch Of(params IReadOnlyList<int> values)
    {
        var builder = new ThetaSketchBuilder();
        foreach (var value in values) builder.Add(SingleValueBinary.Encode(IcebergType.Int, value));
        return builder.ToSketch();
    }

    static bool SameAs(ThetaSketch a, ThetaSketch b) => a.Theta == b.Theta && a.IsEmpty == b.IsEmpty && a.Hashes.SequenceEqual(b.Hashes);

    static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    static object Value(string rule, int i) => rule switch
    {
        "longs 0..n-1" => (long)i,
        "longs i*seed*7-5, seed 1" => (i * 7L) - 5,
        "ints -i" => -i,
        "strings 'v'+i" => $"v{i}",
        "dates (days) i" => i,
        "doubles i/4" => i / 4.0,
        "binary {i, 0, 255}" => new byte[] { (byte)i, 0, 255 },
        _ => throw new FormatException(rule),
    };
}
