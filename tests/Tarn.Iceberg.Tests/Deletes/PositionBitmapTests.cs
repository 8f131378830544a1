using System.Text.Json;
using Tarn.Testing;

namespace Tarn.Iceberg.Deletes;

public sealed class PositionBitmapTests
{
    [SharedFact(GoldenTables.Needs)]
    public void Vectors_of_the_reference_are_read_and_written_byte_for_byte()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathTo("goldens/iceberg/vectors.json")));
        foreach (var vector in vectors.RootElement.GetProperty("deletion_vectors").EnumerateArray())
        {
            var name = vector.GetProperty("name").GetString()!;
            var positions = PositionsOf(vector);
            var blob = vector.GetProperty("puffin_blob").GetString()!;
            var read = DeletionVector.Decode(Convert.FromHexString(blob), positions.Count);
            Assert.Equal(positions, read.Enumerate());
            Assert.Equal(positions, PositionBitmap.Deserialize(Convert.FromHexString(vector.GetProperty("roaring").GetString()!)).Enumerate());
            var made = new PositionBitmap();
            foreach (var position in positions) made.Add(position);
            Assert.True(blob == Convert.ToHexStringLower(DeletionVector.Encode(made)), name);
        }
    }

    [Fact]
    public void Behaves_as_a_sorted_set_whatever_is_added()
    {
        var random = new Random(64);
        for (var round = 0; round < 60; round++)
        {
            var bitmap = new PositionBitmap();
            var model = new SortedSet<long>();
            for (var step = 0; step < 40; step++)
            {
                var first = (random.Next(3) * (1L << 32)) + random.Next(200_000);
                if (random.Next(2) == 0) Assert.Equal(model.Add(first), bitmap.Add(first));
                else
                {
                    var end = first + random.Next(9000);
                    bitmap.AddRange(first, end);
                    for (var p = first; p < end; p++) model.Add(p);
                }
            }
            Assert.Equal(model, bitmap.Enumerate());
            Assert.Equal(model.Count, bitmap.Cardinality);
            var copy = PositionBitmap.Deserialize(bitmap.Serialize().Span);
            Assert.Equal(model, copy.Enumerate());
            Assert.All(model.Take(50), position => Assert.True(copy.Contains(position) && copy.Contains(position + 1) == model.Contains(position + 1)));
        }
    }

    [Fact]
    public void A_union_holds_the_positions_of_both()
    {
        var (a, b) = (new PositionBitmap(), new PositionBitmap());
        a.AddRange(0, 100);
        b.AddRange(50, 9000);
        b.Add(1L << 33);
        a.UnionWith(b);
        Assert.Equal(9001, a.Cardinality);
        Assert.True(a.Contains(1L << 33));
        Assert.False(a.Contains(-1));
    }

    [Fact]
    public void Damaged_vectors_are_refused()
    {
        var bitmap = new PositionBitmap();
        bitmap.AddRange(10, 6000);
        bitmap.Add(123_456);
        var blob = DeletionVector.Encode(bitmap);
        for (var length = 0; length < blob.Length; length++) Refuses(() => DeletionVector.Decode(blob.AsSpan(0, length)));
        for (var bit = 0; bit < blob.Length * 8; bit++)
        {
            var damaged = blob.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Refuses(() => DeletionVector.Decode(damaged));
        }
        Refuses(() => DeletionVector.Decode(blob, expectedCardinality: 3));
    }

    [Fact]
    public void Damaged_bitmaps_without_a_checksum_are_refused_or_read_as_other_sets()
    {
        var bitmap = new PositionBitmap();
        bitmap.AddRange(10, 6000);
        for (var i = 0; i < 50_000; i += 7) bitmap.Add(70_000 + i);
        var bytes = bitmap.Serialize().ToArray();
        var random = new Random(3);
        for (var i = 0; i < 3000; i++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(Math.Min(bytes.Length, 60))] ^= (byte)(1 << random.Next(8));
            try
            {
                Assert.True(PositionBitmap.Deserialize(damaged).Cardinality <= (long)uint.MaxValue + 1);
            }
            catch (IcebergException e)
            {
                Assert.Equal(IcebergErrorKind.CorruptFile, e.Kind);
            }
        }
    }

    static void Refuses(Action action) => Assert.Equal(IcebergErrorKind.CorruptFile, Assert.Throws<IcebergException>(action).Kind);

    static List<long> PositionsOf(JsonElement vector)
    {
        var positions = new SortedSet<long>();
        if (vector.TryGetProperty("positions", out var list)) foreach (var position in list.EnumerateArray()) positions.Add(position.GetInt64());
        if (vector.TryGetProperty("ranges_end_exclusive", out var ranges))
            foreach (var range in ranges.EnumerateArray())
                for (var p = range[0].GetInt64(); p < range[1].GetInt64(); p++) positions.Add(p);
        if (vector.TryGetProperty("positions_rule", out _)) for (var p = 1; p < 12000; p += 2) positions.Add(p);
        return [.. positions];
    }
}
