using System.Collections.Immutable;
using Tarn.Engine.Scans;
using Tarn.Engine.Scans.Files;
using Tarn.Engine.Writes;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Scans;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Sorting;
using Tarn.Iceberg.Storage;
using Tarn.Testing;

namespace Tarn.Engine.Tests.Writes;

/// <summary>A table in a temporary folder without a catalog: rows are written to it and read back.</summary>
sealed class WritingTable : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly ScanBuilder _scans;

    public WritingTable(Schema schema, PartitionSpec? spec = null, SortOrder? order = null, params (string Key, string Value)[] properties)
    {
        TransformFunctions.Install(Engine.Instance);
        VariantEncoding.Install(Engine.Instance);
        _scans = new ScanBuilder(Store, ScanFunctions.Install(Engine.Instance), new ReadableFiles(Store, _folder.File("copies")));
        Metadata = new TableMetadata
        {
            FormatVersion = 2,
            Location = Location.OfLocalPath(_folder.Path).ToString(),
            LastUpdatedMs = 0,
            LastColumnId = schema.HighestFieldId,
            Schemas = [schema],
            CurrentSchemaId = schema.SchemaId,
            PartitionSpecs = [spec ?? PartitionSpec.Unpartitioned],
            DefaultSpecId = (spec ?? PartitionSpec.Unpartitioned).SpecId,
            LastPartitionId = 1100,
            SortOrders = [order ?? SortOrder.Unsorted],
            DefaultSortOrderId = (order ?? SortOrder.Unsorted).OrderId,
            Properties = properties.ToImmutableSortedDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal),
        };
    }

    public Results.Engine Engine { get; } = new();

    public LocalStore Store { get; } = new();

    public TableMetadata Metadata { get; set; }

    public string[] FilesOnDisk => [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_folder.Path, f))];

    public async Task<ImmutableArray<DataFile>> WriteAsync(string rows)
    {
        await using var write = await new DataWriter(Store, _folder.Path).WriteAsync(Engine.Connection, new WriteRequest(Metadata, rows), default);
        write.Keep();
        return write.Files;
    }

    public async Task<string> JsonAsync(IEnumerable<DataFile> files, string select = "SELECT * FROM t")
    {
        using var scan = await ScanAsync(files);
        return await Engine.JsonAsync($"WITH t AS ({scan.Sql}) {select}", asLines: true);
    }

    public async Task<ExecutableScan> ScanAsync(IEnumerable<DataFile> files, ImmutableArray<DataFile>? deletes = null, ScanOptions? options = null)
    {
        var plan = new ScanPlan(null, Metadata.Schema, [.. files.Select(f => new FileScanTask(f, 1, deletes ?? [], Expression.True))], new ScanCounts());
        using var helper = Engine.Instance.Connect();
        return await _scans.BuildAsync(Metadata, plan, helper, options ?? ScanOptions.Default, default);
    }

    public void Dispose()
    {
        Engine.Dispose();
        _folder.Dispose();
    }
}
