using System.Collections.Immutable;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Tests.Scans;

/// <summary>What manifests alone tell of the number of rows, and where they do not.</summary>
public sealed class ScanPlanTests
{
    static readonly DataFile Vector = new() { Content = DataFileContent.PositionDeletes, Format = FileFormat.Puffin, FilePath = "v", RecordCount = 3 };
    static readonly DataFile Positions = new() { Content = DataFileContent.PositionDeletes, Format = FileFormat.Parquet, FilePath = "p", RecordCount = 3 };
    static readonly DataFile Values = new() { Content = DataFileContent.EqualityDeletes, Format = FileFormat.Parquet, FilePath = "e", RecordCount = 3 };

    [Fact]
    public void Rows_are_those_of_the_files_without_those_of_their_vectors()
    {
        Assert.Equal(0, Plan().RowCount);
        Assert.Equal(17, Plan(Task(10), Task(10, Vector)).RowCount);
        Assert.Equal(0, Plan(Task(3, Vector)).RowCount);
    }

    [Fact]
    public void Other_deletes_must_be_read()
    {
        Assert.Null(Plan(Task(10), Task(10, Positions)).RowCount);
        Assert.Null(Plan(Task(10, Values)).RowCount);
        Assert.Null(Plan(Task(10, Vector, Values)).RowCount);
        Assert.Null(Plan(Task(10, Vector, Vector)).RowCount);
    }

    [Fact]
    public void Numbers_that_cannot_be_are_not_told()
    {
        Assert.Null(Plan(Task(2, Vector), Task(10)).RowCount);
        Assert.Null(Plan(Task(long.MaxValue), Task(1)).RowCount);
    }

    static ScanPlan Plan(params ImmutableArray<FileScanTask> tasks) => new(null, new Schema(0, new StructType([])), tasks, new ScanCounts());

    static FileScanTask Task(long rows, params ImmutableArray<DataFile> deletes) => new(new DataFile { FilePath = "f", RecordCount = rows }, 1, deletes, Expression.True);
}
