using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tarn.Iceberg.Catalogs;
using Tarn.Iceberg.Commits;
using Tarn.Iceberg.Json;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Types;

namespace Tarn.Bench.Planning;

/// <summary>The metadata of a table of very many files, none of which exists: planning reads manifests alone.</summary>
/// <remarks>
/// Eight columns with all statistics, partitioned by day, a day a manifest. Ids follow one another, so that a range of them is in few manifests; the shops of a file are a narrow range
/// anywhere, so that every file of every manifest has to be asked for one.
/// </remarks>
sealed class GeneratedTable
{
    const long RowsOfFile = 100_000;
    const long SnapshotId = 4_711;
    const int FirstDay = 20_000;

    static readonly Schema Columns = new(0, new StructType(
        new NestedField(1, "id", IcebergType.Long), new NestedField(2, "shop", IcebergType.Int), new NestedField(3, "kind", IcebergType.String),
        new NestedField(4, "amount", new DecimalType(12, 2)), new NestedField(5, "price", IcebergType.Double), new NestedField(6, "at_time", IcebergType.Timestamptz),
        new NestedField(7, "customer", IcebergType.String), new NestedField(8, "part", IcebergType.Int)));

    static readonly PartitionSpec ByDay = new(0, [new PartitionField(6, PartitionField.FirstFieldId, "at_day", Iceberg.Partitioning.Transform.Day)]);

    GeneratedTable(TableMetadata metadata, ImmutableArray<string> manifests, long files) => (Metadata, Manifests, Files) = (metadata, manifests, files);

    public TableMetadata Metadata { get; }

    /// <summary>Their locations.</summary>
    public ImmutableArray<string> Manifests { get; }

    public long Files { get; }

    /// <summary>Ids of so many files that follow one another, from the middle of the table.</summary>
    public (long From, long To) IdsOf(long files) => (Files / 2 * RowsOfFile, ((Files / 2) + files) * RowsOfFile - 1);

    /// <summary>Writes the manifests and their list.</summary>
    public static async Task<GeneratedTable> WriteAsync(IObjectStore store, string location, long files, int manifests, CancellationToken cancellationToken)
    {
        var creation = new TableCreation(new TableIdentifier("main", "planned"), Columns) { Spec = ByDay };
        var staged = NewTable.Staged(creation, Guid.NewGuid(), location, TimeProvider.System);
        var written = new ManifestFile[manifests];
        await Parallel.ForEachAsync(Enumerable.Range(0, manifests), cancellationToken, async (number, token) =>
        {
            var writer = new ManifestWriter(staged.FormatVersion, staged.Spec, staged.Schema, ManifestContent.Data, SnapshotId);
            for (var file = files * number / manifests; file < files * (number + 1) / manifests; file++) writer.Add(File(staged, location, file, FirstDay + number));
            var (bytes, manifest) = writer.Complete($"{location}/metadata/{Guid.NewGuid():D}-m0.avro");
            await store.WriteAsync(manifest.ManifestPath, bytes, WriteMode.CreateNew, token).ConfigureAwait(false);
            written[number] = manifest;
        }).ConfigureAwait(false);
        var listLocation = $"{location}/metadata/snap-{SnapshotId}.avro";
        var list = ManifestList.Write(written, staged.FormatVersion, SnapshotId, null, 1, null);
        await store.WriteAsync(listLocation, list.Bytes, WriteMode.CreateNew, cancellationToken).ConfigureAwait(false);
        var snapshot = new Snapshot(SnapshotId, null, 1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds())
        {
            ManifestList = listLocation, Summary = StringMaps.Empty.Add(SnapshotOperation.Key, SnapshotOperation.Append), SchemaId = 0,
        };
        var metadata = new TableMetadataBuilder(staged, null, TimeProvider.System)
            .Apply([new TableUpdate.AddSnapshot(snapshot), new TableUpdate.SetSnapshotRef(SnapshotRef.MainBranch, SnapshotRef.Branch(SnapshotId))]).Build();
        return new GeneratedTable(metadata, [.. written.Select(m => m.ManifestPath)], files);
    }

    static DataFile File(TableMetadata metadata, string location, long number, int day)
    {
        var noise = (ulong)(number + 1) * 0x9E3779B97F4A7C15;
        var shop = (int)(noise >> 32) % 1000 is var s && s < 0 ? -s : s;
        var micros = (day * 86_400_000_000L) + (long)(noise % 43_200_000_000);
        var name = new Guid((int)noise, (short)number, (short)(number >> 16), BitConverter.GetBytes(noise * 31));
        return new DataFile
        {
            FilePath = string.Create(CultureInfo.InvariantCulture, $"{location}/data/at_day={DateOnly.FromDayNumber(day + 719_162):yyyy-MM-dd}/data-{name:D}.parquet"),
            SpecId = metadata.Spec.SpecId,
            Partition = new PartitionTuple([day]),
            RecordCount = RowsOfFile,
            FileSizeInBytes = 4_000_000 + (long)(noise % 1_000_000),
            ColumnSizes = ColumnCounts.Of(Columns.Fields.Select(f => KeyValuePair.Create(f.Id, 100_000 + (long)(noise % (ulong)(f.Id * 10_000))))),
            ValueCounts = ColumnCounts.Of(Columns.Fields.Select(f => KeyValuePair.Create(f.Id, RowsOfFile))),
            NullValueCounts = ColumnCounts.Of(Columns.Fields.Select(f => KeyValuePair.Create(f.Id, 0L))),
            NanValueCounts = ColumnCounts.Of(KeyValuePair.Create(5, 0L)),
            LowerBounds = Bounds(number * RowsOfFile, shop, "error", noise % 1000, 0.5, micros, "customer 100", day),
            UpperBounds = Bounds(((number + 1) * RowsOfFile) - 1, shop, "visit", 900_000 + (noise % 1000), 9_999.5, micros + 43_199_000_000, "customer 99", day),
            SplitOffsets = [4],
        };
    }

    static ColumnBounds Bounds(long id, int shop, string kind, ulong cents, double price, long micros, string customer, int part)
    {
        var number = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(number, price);
        return ColumnBounds.Of(
        [
            KeyValuePair.Create(1, BitConverter.GetBytes(id)), KeyValuePair.Create(2, BitConverter.GetBytes(shop)), KeyValuePair.Create(3, Encoding.UTF8.GetBytes(kind)),
            KeyValuePair.Create(4, new System.Numerics.BigInteger(cents).ToByteArray(isUnsigned: false, isBigEndian: true)), KeyValuePair.Create(5, number),
            KeyValuePair.Create(6, BitConverter.GetBytes(micros)), KeyValuePair.Create(7, Encoding.UTF8.GetBytes(customer)), KeyValuePair.Create(8, BitConverter.GetBytes(part)),
        ]);
    }
}
