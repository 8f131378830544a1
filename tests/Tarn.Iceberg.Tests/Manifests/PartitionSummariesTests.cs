using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Manifests;

public sealed class PartitionSummariesTests
{
    /// <summary>Spec, <c>field_summary</c>: bounds are "null if all values are null or NaN", which empty bytes are not.</summary>
    [Fact]
    public void Partitions_that_are_all_null_have_no_bounds()
    {
        var summaries = new PartitionSummaries(new StructType(new NestedField(1000, "d", IcebergType.Date), new NestedField(1001, "x", IcebergType.Double)));
        summaries.Add(new PartitionTuple([null, double.NaN]));
        var written = summaries.ToSummaries();
        Assert.Equal(new FieldSummary(true, false, null, null), written[0]);
        Assert.Equal(new FieldSummary(false, true, null, null), written[1]);
    }
}
