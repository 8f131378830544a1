using Tarn.Iceberg.Json;

namespace Tarn.Iceberg.Metadata;

public sealed class RowTotalTests
{
    static readonly TableMetadata Empty = TableMetadata.FromJsonBytes("""
        {"format-version": 3, "table-uuid": "9c12d441-03fe-4693-9a96-a0705ddf69c1", "location": "file:///w/t", "last-sequence-number": 9, "last-updated-ms": 1, "last-column-id": 0,
        "current-schema-id": 0, "schemas": [{"type": "struct", "schema-id": 0, "fields": []}], "default-spec-id": 0, "partition-specs": [{"spec-id": 0, "fields": []}], "last-partition-id": 999,
        "default-sort-order-id": 0, "sort-orders": [{"order-id": 0, "fields": []}], "next-row-id": 100}
        """u8.ToArray());

    [Theory]
    [InlineData(2, "total-records=10", 10, RowBound.AtMost)]
    [InlineData(2, "total-records=10 total-delete-files=0", 10, RowBound.Exact)]
    [InlineData(2, "total-records=10 total-position-deletes=0 total-equality-deletes=0", 10, RowBound.Exact)]
    [InlineData(2, "total-records=10 total-position-deletes=3 total-equality-deletes=0", 7, RowBound.AtLeast)]
    // One row named twelve times over.
    [InlineData(2, "total-records=10 total-position-deletes=12 total-equality-deletes=0", 0, RowBound.AtLeast)]
    [InlineData(2, "total-records=10 total-position-deletes=3 total-equality-deletes=1", 10, RowBound.AtMost)]
    [InlineData(2, "total-records=10 total-equality-deletes=0", 10, RowBound.AtMost)]
    [InlineData(1, "total-records=10", 10, RowBound.Exact)]
    [InlineData(3, "total-records=10 total-position-deletes=3 total-equality-deletes=0", 7, RowBound.Exact)]
    [InlineData(3, "total-records=10 total-position-deletes=3 total-equality-deletes=2", 7, RowBound.AtMost)]
    public void Is_what_the_summary_can_know(int version, string summary, long rows, RowBound bound)
    {
        var snapshot = Of(1, null, summary, version < 3 ? null : 0);
        Assert.Equal(new RowTotal(rows, bound), RowTotal.Of(Empty with { FormatVersion = version, Snapshots = [snapshot] }, snapshot));
    }

    [Theory]
    [InlineData("")]
    [InlineData("total-position-deletes=3")]
    // A vector names each row of its file once: more of them than rows are a damaged summary.
    [InlineData("total-records=2 total-position-deletes=3 total-equality-deletes=0")]
    public void Is_nothing_where_the_summary_says_nothing_that_can_be(string summary)
    {
        var snapshot = Of(1, null, summary, 0);
        Assert.Null(RowTotal.Of(Empty with { Snapshots = [snapshot] }, snapshot));
    }

    [Fact]
    public void Without_a_snapshot_there_are_no_rows() => Assert.Equal(new RowTotal(0, RowBound.Exact), RowTotal.Of(Empty, null));

    /// <summary>Position delete files outlive the upgrade to version 3, which writes vectors only.</summary>
    [Theory]
    [InlineData("total-records=10 total-position-deletes=0", null, RowBound.Exact)]
    [InlineData("total-records=10 total-position-deletes=1", null, RowBound.AtLeast)]
    [InlineData("total-records=10 total-position-deletes=1", 5L, RowBound.Exact)]
    public void Vectors_are_counted_exactly_where_no_older_delete_file_can_stand_beside_them(string before, long? firstRowId, RowBound bound)
    {
        var (old, now) = (Of(1, null, before, firstRowId), Of(2, 1, "total-records=10 total-position-deletes=3 total-equality-deletes=0", 10));
        var metadata = Empty with { Snapshots = [old, now] };
        Assert.Equal(new RowTotal(7, bound), RowTotal.Of(metadata, now));
        // The older one was expired: nobody knows what it had.
        Assert.Equal(new RowTotal(7, RowBound.AtLeast), RowTotal.Of(metadata with { Snapshots = [now] }, now));
    }

    static Snapshot Of(long id, long? parent, string summary, long? firstRowId) => new(id, parent, id, id)
    {
        FirstRowId = firstRowId,
        Summary = StringMaps.Of([.. summary.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]),
    };
}
