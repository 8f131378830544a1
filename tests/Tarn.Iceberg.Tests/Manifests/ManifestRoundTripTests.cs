using System.Diagnostics;
using System.Text;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Manifests;

public sealed class ManifestRoundTripTests
{
    static readonly Schema Schema = new(0, new StructType(
        new NestedField(1, "id", IcebergType.Long, Required: true),
        new NestedField(2, "day", IcebergType.Date),
        new NestedField(3, "amount", IcebergType.Decimal(9, 2)),
        new NestedField(4, "weird name-1", IcebergType.String),
        new NestedField(5, "ratio", IcebergType.Double),
        new NestedField(6, "key", IcebergType.Uuid),
        new NestedField(7, "raw", IcebergType.Fixed(3)),
        new NestedField(8, "amount2", IcebergType.Decimal(9, 2))));

    static readonly PartitionSpec Spec = new(3, [.. Schema.Fields.Skip(1).Select((field, i) => new PartitionField(field.Id, 1000 + i, field.Name, Transform.Identity))]);

    [Theory]
    [InlineData(1, "null")]
    [InlineData(2, "deflate")]
    [InlineData(3, "deflate")]
    public void What_is_written_is_read_again(int formatVersion, string codec)
    {
        var random = new Random(formatVersion);
        var files = Enumerable.Range(0, 3000).Select(i => RandomFile(random, i, formatVersion)).ToList();
        var (bytes, manifest) = Write(formatVersion, codec, files);
        manifest = manifest with { SequenceNumber = formatVersion == 1 ? 0 : 7, FirstRowId = formatVersion == 3 ? 1000 : null };
        var entries = ManifestReader.Open(bytes, manifest, Spec.PartitionType(Schema)).Entries().ToList();
        Assert.Equal(files.Count, entries.Count);
        Assert.Equal((files.Count, 0, files.Sum(file => file.RecordCount)), (manifest.AddedFilesCount, manifest.DeletedFilesCount, manifest.AddedRowsCount));
        var row = 1000L;
        foreach (var (file, entry) in files.Zip(entries))
        {
            Assert.Equal(Describe(file), Describe(entry.File));
            Assert.Equal((ManifestEntryStatus.Added, 42L, manifest.SequenceNumber), (entry.Status, entry.SnapshotId, entry.SequenceNumber));
            if (formatVersion == 3) Assert.Equal(row, entry.File.FirstRowId);
            row += file.RecordCount;
        }
    }

    /// <summary>As the reference writes it, which cannot read it otherwise. Read without the length, the last byte would pass for a part of the row count, and the block would still end where its one entry does.</summary>
    [Fact]
    public void A_fixed_is_written_with_its_length_before_it_and_found_where_it_could_be_read_without()
    {
        var (bytes, manifest) = WriteFixed(new byte[] { 255, 255, 255, 255, 255 }, 1);
        Assert.NotEqual(-1, bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[5 << 1, 255, 255, 255, 255, 255, 1 << 1]));
        Assert.Equal((1L, "FFFFFFFFFF"), ReadFixed(bytes, manifest, 5));
    }

    /// <summary>As Avro has it. Read with a length, the first byte would be one, and the row count's first byte the value's last: 128 rows would be one; only the manifest list tells.</summary>
    [Fact]
    public void A_fixed_that_begins_as_its_length_would_is_read_without_one()
    {
        var (bytes, manifest) = WriteFixed(new byte[] { 1, 2, 3, 4 }, 128);
        var text = Encoding.Latin1.GetString(bytes).Replace("fixed_4", "fixed_5", StringComparison.Ordinal).Replace("\"size\":4", "\"size\":5", StringComparison.Ordinal).Replace("\u0008\u0001\u0002\u0003\u0004", "\u000A\u0001\u0002\u0003\u0004", StringComparison.Ordinal);
        Assert.Equal((128L, "0A01020304"), ReadFixed(Encoding.Latin1.GetBytes(text), manifest, 5));
    }

    static (byte[] Bytes, ManifestFile Manifest) WriteFixed(byte[] value, long rows)
    {
        var schema = new Schema(0, new StructType(new NestedField(1, "raw", IcebergType.Fixed(value.Length))));
        var spec = new PartitionSpec(3, [new PartitionField(1, 1000, "raw", Transform.Identity)]);
        var writer = new ManifestWriter(2, spec, schema, ManifestContent.Data, 42, "null");
        writer.Add(new DataFile { FilePath = "a", Format = FileFormat.Parquet, SpecId = 3, Partition = new PartitionTuple([value]), RecordCount = rows, FileSizeInBytes = 1 });
        var (bytes, manifest) = writer.Complete("m");
        return (bytes.ToArray(), manifest with { SequenceNumber = 1 });
    }

    static (long Rows, string Value) ReadFixed(byte[] bytes, ManifestFile manifest, int length)
    {
        var entry = Assert.Single(ManifestReader.Open(bytes, manifest, new StructType(new NestedField(1000, "raw", IcebergType.Fixed(length)))).Entries());
        return (entry.File.RecordCount, Convert.ToHexString((byte[])entry.File.Partition[0]!));
    }

    [Fact]
    public void Damaged_manifests_are_refused_or_read_and_never_hang()
    {
        var random = new Random(99);
        var (bytes, manifest) = Write(2, "null", [.. Enumerable.Range(0, 50).Select(i => RandomFile(random, i, 2))]);
        var (compressed, _) = Write(2, "deflate", [.. Enumerable.Range(0, 50).Select(i => RandomFile(random, i, 2))]);
        manifest = manifest with { SequenceNumber = 1 };
        var watch = Stopwatch.StartNew();
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var damaged = (i % 2 == 0 ? bytes : compressed).ToArray();
            if (i % 3 == 0) damaged = damaged[..random.Next(damaged.Length)];
            else for (var flips = 0; flips < 3; flips++) damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                foreach (var entry in ManifestReader.Open(damaged, manifest, Spec.PartitionType(Schema)).Entries()) _ = Describe(entry.File);
            }
            catch (IcebergException e)
            {
                Assert.True(e.Kind is IcebergErrorKind.CorruptFile or IcebergErrorKind.Unsupported or IcebergErrorKind.InvalidArgument, e.ToString());
                refused++;
            }
        }
        Assert.InRange(refused, 1000, 3000);
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{watch.Elapsed}");
    }

    /// <summary>A list may have an old length, of a table that was moved, or counts that nobody knew: both together are what a cut leaves.</summary>
    [Fact]
    public void A_manifest_that_was_cut_off_where_a_block_ends_is_refused()
    {
        var random = new Random(5);
        var (bytes, manifest) = Write(2, "deflate", [.. Enumerable.Range(0, 3000).Select(i => RandomFile(random, i, 2))]);
        manifest = manifest with { SequenceNumber = 1 };
        var sync = bytes[^16..];
        var ends = Enumerable.Range(1, bytes.Length - 17).Where(end => bytes.Span[..end].EndsWith(sync.Span)).ToList();
        Assert.True(ends.Count > 2, $"{ends.Count} places where the header or a block ends");
        foreach (var end in ends)
            Assert.Equal(IcebergErrorKind.CorruptFile, Assert.Throws<IcebergException>(() => ManifestReader.Open(bytes[..end], manifest, Spec.PartitionType(Schema)).Entries().Count()).Kind);
        Assert.Equal(3000, ManifestReader.Open(bytes, manifest with { ManifestLength = bytes.Length + 9 }, Spec.PartitionType(Schema)).Entries().Count());
        Assert.Equal(3000, ManifestReader.Open(bytes, manifest with { AddedFilesCount = 4000 }, Spec.PartitionType(Schema)).Entries().Count());
    }

    [Fact]
    public void A_claimed_count_of_items_without_bytes_is_refused()
    {
        var schema = AvroSchema.Parse("""{"type":"record","name":"r","fields":[{"name":"a","type":{"type":"array","items":"null"}}]}""");
        var output = new AvroOutput();
        output.WriteLong(long.MaxValue);
        output.WriteLong(0);
        Assert.Throws<IcebergException>(() =>
        {
            var cursor = new AvroCursor(output.Written);
            cursor.Skip(schema);
        });
    }

    [Theory]
    [InlineData("""{"type":"record","name":"r","fields":[{"name":"next","type":["null","r"]}]}""")]
    [InlineData("""{"type":"record","name":"r"}""")]
    [InlineData("\"nothing\"")]
    [InlineData("{")]
    [InlineData("""{"type":"fixed","name":"f","size":-1}""")]
    public void A_schema_that_is_not_valid_or_contains_itself_is_refused(string json) =>
        Assert.Throws<IcebergException>(() => AvroSchema.Parse(json));

    static (ReadOnlyMemory<byte> Bytes, ManifestFile Manifest) Write(int formatVersion, string codec, List<DataFile> files)
    {
        var writer = new ManifestWriter(formatVersion, Spec, Schema, ManifestContent.Data, 42, codec);
        foreach (var file in files) writer.Add(file);
        return writer.Complete("file:///m.avro");
    }

    static DataFile RandomFile(Random random, int i, int formatVersion) => new()
    {
        FilePath = $"s3://b/ü/{i}-{random.NextInt64()}.parquet",
        Format = (FileFormat)random.Next(3),
        SpecId = 3,
        Partition = new PartitionTuple([.. new object?[]
        {
            random.Next(-9999, 9999), new IcebergDecimal(random.Next(-999_999_999, 999_999_999), 2), $"é {random.Next(5)}", random.Next(4) == 0 ? double.NaN : random.NextDouble(),
            Guid.NewGuid(), new byte[] { 1, 2, (byte)i }, new IcebergDecimal(-1, 2),
        }.Select(value => random.Next(5) == 0 ? null : value)]),
        RecordCount = random.Next(1000),
        FileSizeInBytes = random.NextInt64(1L << 40),
        ColumnSizes = random.Next(3) == 0 ? default : ColumnCounts.Of(new KeyValuePair<int, long>(1, random.NextInt64())),
        ValueCounts = ColumnCounts.Of(),
        LowerBounds = ColumnBounds.Of(new KeyValuePair<int, byte[]>(1, [1, 2]), new KeyValuePair<int, byte[]>(2_000_000, [])),
        KeyMetadata = random.Next(2) == 0 ? null : new byte[] { 9 },
        SplitOffsets = random.Next(3) == 0 ? default : [4, 900],
        SortOrderId = random.Next(2) == 0 ? null : random.Next(9),
        ReferencedDataFile = formatVersion > 1 && random.Next(2) == 0 ? "file:///x" : null,
    };

    static string Describe(DataFile file) => string.Join('|', file.FilePath, file.Format, file.SpecId, file.Content, file.RecordCount, file.FileSizeInBytes, file.SortOrderId, file.ReferencedDataFile,
        string.Join(',', file.Partition.Values.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : value ?? "null")),
        file.ColumnSizes.IsAbsent, file.ColumnSizes[1], file.ValueCounts.IsAbsent, file.ValueCounts.ToDictionary().Count, file.NullValueCounts.IsAbsent,
        string.Join(',', file.LowerBounds.ToDictionary().Select(pair => $"{pair.Key}={Convert.ToHexString(pair.Value)}")), file.UpperBounds.IsAbsent,
        file.KeyMetadata is { } key ? Convert.ToHexString(key.Span) : "none", file.SplitOffsets.IsDefault ? "none" : string.Join(',', file.SplitOffsets));
}
