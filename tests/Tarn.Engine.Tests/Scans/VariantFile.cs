using System.Buffers.Binary;
using System.Text;
using Tarn.Engine.Tests.Writes;
using Tarn.Iceberg.Manifests;
using Tarn.Iceberg.Parquet;
using Tarn.Iceberg.Storage;

namespace Tarn.Engine.Tests.Scans;

/// <summary>Files with variants of every form that the format has, byte by byte.</summary>
static class VariantFile
{
    /// <summary>What <see cref="MakeAsync"/> takes for an instant in nanoseconds among the columns of typed values: its field id.</summary>
    public const int InstantId = 900;

    /// <summary>Writes the rows of a query and marks the groups of these ids as variants, and typed values of the id 900 as instants.</summary>
    public static async Task<DataFile> MakeAsync(WritingTable table, string rows, string ids, params int[] variants)
    {
        var file = await table.ForeignAsync(rows, ids);
        var path = Location.Parse(file.FilePath).LocalPath;
        ParquetRewrite.Mark(path, new HashSet<int> { InstantId }, variants.ToHashSet());
        return new DataFile { FilePath = file.FilePath, Format = file.Format, RecordCount = file.RecordCount, FileSizeInBytes = new FileInfo(path).Length };
    }

    /// <summary>A dictionary of names.</summary>
    public static string Names(params string[] names)
    {
        var bytes = new List<byte> { 1, (byte)names.Length, 0 };
        foreach (var name in names) bytes.Add((byte)(bytes[^1] + Encoding.UTF8.GetByteCount(name)));
        return Literal([.. bytes, .. names.SelectMany(Encoding.UTF8.GetBytes)]);
    }

    public static byte[] Instant(long nanos) => Number(18, nanos);

    public static byte[] Timestamp(long nanos) => Number(19, nanos);

    public static byte[] Small(byte value) => [3 << 2, value];

    public static byte[] Null => [0];

    public static byte[] Object(params (byte Name, byte[] Value)[] fields)
    {
        var bytes = new List<byte> { 2, (byte)fields.Length };
        bytes.AddRange(fields.Select(f => f.Name));
        return [.. bytes, .. Offsets(fields.Select(f => f.Value)), .. fields.SelectMany(f => f.Value)];
    }

    public static byte[] Array(params byte[][] elements) => [3, (byte)elements.Length, .. Offsets(elements), .. elements.SelectMany(e => e)];

    public static string Literal(byte[] bytes) => $"'{string.Concat(bytes.Select(b => $"\\x{b:X2}"))}'::BLOB";

    static IEnumerable<byte> Offsets(IEnumerable<byte[]> values)
    {
        var end = 0;
        yield return 0;
        foreach (var value in values) yield return (byte)(end += value.Length);
    }

    static byte[] Number(byte type, long value)
    {
        var bytes = new byte[9];
        bytes[0] = (byte)(type << 2);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }
}
