using Tarn.Engine.Scans;
using Tarn.Iceberg.Deletes;

namespace Tarn.Engine.Tests.Scans;

public sealed class DeletedRowsTests
{
    [Theory]
    [InlineData(0, 2048)]
    [InlineData(1, 64)]
    [InlineData(63, 65)]
    [InlineData(64, 1)]
    [InlineData(130, 2048)]
    [InlineData(9_990, 100)]
    [InlineData(20_000, 10)]
    [InlineData(-3, 10)]
    [InlineData(long.MaxValue - 20, 10)]
    public void Rows_that_follow_one_another_are_told_as_each_alone(long first, int count)
    {
        var random = new Random(5);
        foreach (var share in (double[])[0, 0.01, 0.5, 1])
        {
            var deleted = new DeletedRows(10_000);
            for (var i = 0; i < 10_000; i++)
                if (random.NextDouble() < share) deleted.Add(i);
            AssertSame(deleted, [.. Enumerable.Range(0, count).Select(i => first + i)]);
        }
    }

    [Fact]
    public void Rows_with_others_left_out_are_told_too()
    {
        var random = new Random(6);
        var deleted = new DeletedRows(3_000);
        for (var i = 0; i < 3_000; i += 3) deleted.Add(i);
        AssertSame(deleted, [.. Enumerable.Range(0, 3_100).Where(_ => random.Next(4) > 0).Select(i => (long)i)]);
        AssertSame(deleted, [5, 6, 7, 8, 10]);
        AssertSame(deleted, [2_999, 0, 1, 2, 3, 4, 5, 6]);
        AssertSame(deleted, []);
    }

    /// <summary>Arrays and bit sets, a gap of whole containers, a last word that is not full, and positions that the file does not have.</summary>
    [Fact]
    public void A_set_of_positions_marks_the_same_rows_as_its_positions_one_by_one()
    {
        foreach (var rows in new[] { 0, 1, 63, 64, 65, 65_536, 65_537, 300_001 })
        {
            var random = new Random(rows);
            var positions = new PositionBitmap();
            for (var i = 0; i < 3_000; i++) positions.Add(random.Next(65_536));
            positions.AddRange(65_000, 131_000);
            for (var i = 0; i < 500; i++) positions.Add(262_144 + random.Next(60_000));
            positions.Add((1L << 32) + 5);
            var (whole, single) = (new DeletedRows(rows), new DeletedRows(rows));
            whole.Add(7);
            single.Add(7);
            whole.Add(positions);
            foreach (var position in positions.Enumerate()) single.Add(position);
            Assert.Equal(single.Enumerate(), whole.Enumerate());
        }
    }

    static void AssertSame(DeletedRows deleted, long[] positions)
    {
        var live = new bool[positions.Length];
        deleted.Mark(positions, live);
        Assert.Equal(positions.Select(p => !deleted.Contains(p)), live);
    }
}
