using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Parquet.Thrift;

namespace Tarn.Iceberg.Parquet;

/// <summary>The footer of a Parquet file (apache/parquet-format, parquet.thrift, FileMetaData), whole: what is not known here is kept when it is written again.</summary>
public sealed class ParquetFooter
{
    const int TailLength = 8;

    /// <summary>What is read at first: most footers are smaller.</summary>
    const int FirstRead = 64 * 1024;

    /// <summary>More than any footer that a writer makes of a file that a table holds.</summary>
    const int MaxFooterBytes = 256 * 1024 * 1024;

    /// <summary>What ends the name of a variant's group where it is read as the group that it is stored in.</summary>
    public const string VariantMark = "\u0001variant";

    /// <summary>What ends the name of a column of instants in nanoseconds there.</summary>
    public const string InstantMark = "\u0001instant";

    ParquetFooter(ThriftStruct metadata, long start) => (Metadata, Start) = (metadata, start);

    internal static ReadOnlySpan<byte> Magic => "PAR1"u8;

    internal ThriftStruct Metadata { get; }

    /// <summary>Where the footer begins, and the pages end.</summary>
    internal long Start { get; }

    /// <summary>True where a column chunk is compressed with the deprecated LZ4 codec, whose framing not every reader knows.</summary>
    public bool HasDeprecatedLz4 => Columns.Any(c => c.Number(ParquetIds.Column.Codec) == ParquetIds.Codecs.Lz4);

    /// <summary>True where a column holds instants in nanoseconds: timestamps that are adjusted to UTC.</summary>
    public bool HasUtcNanos => Elements.Any(IsUtcNanos);

    /// <summary>True where a column is marked as BSON, which is bytes for the table format. LogicalTypes.md, "BSON".</summary>
    public bool HasBson => Elements.Any(IsBson);

    /// <summary>True where two fields of one group have names that differ in case at most.</summary>
    public bool HasNamesTwice => Siblings([.. Elements]).Any(s => !ReferenceEquals(SiblingNames.Apart(s.Names), s.Names));

    /// <summary>True where a list's repeated group is its element although it has one field, as old writers have it. LogicalTypes.md, "Lists", rule 4.</summary>
    public bool HasBareLists => Elements.Zip(Elements.Skip(1)).Any(p => IsBareElement(p.First, p.Second));

    /// <summary>True where a group is marked as a variant. LogicalTypes.md, "VARIANT".</summary>
    public bool HasVariants => Elements.Any(IsVariant);

    /// <summary>
    /// True where the writer had variants whose null could not be told from no value at all: DuckDB's own, which writes both as the variant's null, and whose variants are always complete
    /// (their metadata is required).
    /// </summary>
    public bool WritesMissingVariantsAsNulls
    {
        get
        {
            if (Metadata[ParquetIds.File.CreatedBy] is not byte[] writer || !writer.AsSpan().StartsWith("DuckDB"u8)) return false;
            var elements = Elements.ToArray();
            return elements.Index().Where(e => IsVariant(e.Item)).All(e => e.Index + 1 < elements.Length && elements[e.Index + 1].Number(ParquetIds.Element.Repetition) == 0);
        }
    }

    internal IEnumerable<ThriftStruct> Columns =>
        (Metadata.List(ParquetIds.File.RowGroups)?.Structs ?? []).SelectMany(g => g.List(ParquetIds.RowGroup.Columns)?.Structs ?? [])
            .Select(c => c.Struct(ParquetIds.Chunk.MetaData)).OfType<ThriftStruct>();

    IEnumerable<ThriftStruct> Elements => Metadata.List(ParquetIds.File.Schema)?.Structs ?? [];

    /// <summary>Reads the footer of a local file.</summary>
    /// <exception cref="IcebergException">It is no Parquet file, or its footer is damaged.</exception>
    public static ParquetFooter Read(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length < TailLength + Magic.Length) throw Damaged(path, $"it has only {length} bytes");
        var tail = new byte[(int)Math.Min(length, FirstRead)];
        Fill(file, tail, length - tail.Length);
        if (!tail.AsSpan(tail.Length - Magic.Length).SequenceEqual(Magic)) throw Damaged(path, "it does not end with Parquet's magic bytes");
        long size = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(tail.Length - TailLength));
        var start = length - TailLength - size;
        if (start < Magic.Length || size > MaxFooterBytes) throw Damaged(path, $"the footer claims {size} of {length} bytes");
        if (size + TailLength > tail.Length)
        {
            tail = new byte[size + TailLength];
            Fill(file, tail, start);
        }
        var reader = new ThriftReader(tail.AsSpan(tail.Length - TailLength - (int)size, (int)size));
        try
        {
            return new ParquetFooter(reader.ReadStruct(), start);
        }
        catch (IcebergException e)
        {
            throw Damaged(path, $"the footer cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The footer's metadata with instants in nanoseconds turned into timestamps without a zone, which hold the same numbers.</summary>
    internal static ThriftStruct WithoutUtcNanos(ThriftStruct metadata) => Adjust(metadata, IsUtcNanos, adjusted: false);

    /// <summary>The footer's metadata with BSON as the bytes that it is.</summary>
    internal static ThriftStruct WithoutBson(ThriftStruct metadata) =>
        Change(metadata, e => IsBson(e) ? e.Without(ParquetIds.Element.ConvertedType, ParquetIds.Element.LogicalType) : e);

    /// <summary>The footer's metadata with names that readers can tell apart who do not tell cases.</summary>
    internal static ThriftStruct WithNamesApart(ThriftStruct metadata)
    {
        var schema = metadata.List(ParquetIds.File.Schema)!;
        var elements = schema.Structs.ToArray();
        foreach (var (places, names) in Siblings(elements))
        {
            var apart = SiblingNames.Apart(names);
            for (var i = 0; i < names.Length; i++)
                if (apart[i] != names[i]) elements[places[i]] = elements[places[i]].With(ParquetIds.Element.Name, Encoding.UTF8.GetBytes(apart[i]));
        }
        return metadata.With(ParquetIds.File.Schema, schema.With([.. elements]));
    }

    /// <summary>The footer's metadata with a repeated group of its own around each such element. That is required now: pages are the same for both forms.</summary>
    internal static ThriftStruct WithWholeLists(ThriftStruct metadata)
    {
        var schema = metadata.List(ParquetIds.File.Schema)!;
        ThriftStruct? before = null;
        var elements = new List<ThriftStruct>();
        foreach (var element in schema.Structs)
        {
            var isBare = before is not null && IsBareElement(before, element);
            if (isBare) elements.Add(element.Without(ParquetIds.Element.FieldId, ParquetIds.Element.ConvertedType, ParquetIds.Element.LogicalType).With(ParquetIds.Element.Name, "list"u8.ToArray()));
            elements.Add(isBare ? element.With(ParquetIds.Element.Repetition, ParquetIds.Repetitions.Required) : element);
            before = element;
        }
        return metadata.With(ParquetIds.File.Schema, schema.With([.. elements]));
    }

    /// <summary>The opposite of <see cref="WithoutUtcNanos"/>, for the columns of these field ids.</summary>
    internal static ThriftStruct WithUtcNanos(ThriftStruct metadata, IReadOnlySet<int> fieldIds) =>
        Adjust(metadata, e => e.Number(ParquetIds.Element.FieldId) is { } id && fieldIds.Contains((int)id) && Nanos(e) is not null, adjusted: true);

    /// <summary>
    /// The footer's metadata with variants as the groups that they are stored in. Their names end with <see cref="VariantMark"/>, those of instants in nanoseconds, which are timestamps of the same numbers then,
    /// with <see cref="InstantMark"/>.
    /// </summary>
    internal static ThriftStruct WithoutVariants(ThriftStruct metadata) => Change(metadata, e => IsVariant(e)
        ? Renamed(e, VariantMark).Without(ParquetIds.Element.LogicalType)
        : IsUtcNanos(e) ? Renamed(Adjusted(e, adjusted: false), InstantMark) : e);

    /// <summary>Marks the groups of these field ids as variants.</summary>
    internal static ThriftStruct WithVariants(ThriftStruct metadata, IReadOnlySet<int> fieldIds)
    {
        var version = new ThriftStruct([new ThriftField(ParquetIds.Logical.VariantVersion, ThriftKind.Byte, 1L)]);
        var logical = new ThriftField(ParquetIds.Element.LogicalType, ThriftKind.Struct, new ThriftStruct([new ThriftField(ParquetIds.Logical.Variant, ThriftKind.Struct, version)]));
        return Change(metadata, e => e.Number(ParquetIds.Element.FieldId) is { } id && fieldIds.Contains((int)id) && e.Number(ParquetIds.Element.ChildCount) > 0 && e.Struct(ParquetIds.Element.LogicalType) is null
            ? new ThriftStruct(e.Fields.Add(logical))
            : e);
    }

    /// <summary>Writes a footer at the end of a file that so far ends with its pages.</summary>
    internal static void Append(Stream file, ThriftStruct metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ThriftWriter.Write(buffer, metadata);
        file.Write(buffer.WrittenSpan);
        Span<byte> tail = stackalloc byte[TailLength];
        BinaryPrimitives.WriteInt32LittleEndian(tail, buffer.WrittenCount);
        Magic.CopyTo(tail[4..]);
        file.Write(tail);
    }

    static ThriftStruct Adjust(ThriftStruct metadata, Func<ThriftStruct, bool> which, bool adjusted) => Change(metadata, e => which(e) ? Adjusted(e, adjusted) : e);

    static ThriftStruct Change(ThriftStruct metadata, Func<ThriftStruct, ThriftStruct> change)
    {
        var schema = metadata.List(ParquetIds.File.Schema)!;
        return metadata.With(ParquetIds.File.Schema, schema.With([.. schema.Structs.Select(change)]));
    }

    static ThriftStruct Renamed(ThriftStruct element, string mark) =>
        element.With(ParquetIds.Element.Name, (byte[])[.. (byte[])element[ParquetIds.Element.Name]!, .. Encoding.UTF8.GetBytes(mark)]);

    static bool IsVariant(ThriftStruct element) => element.Struct(ParquetIds.Element.LogicalType)?.Struct(ParquetIds.Logical.Variant) is not null;

    /// <summary>The fields of each group: their places in the schema's list, which is depth first, and their names.</summary>
    static IEnumerable<(List<int> Places, string[] Names)> Siblings(ThriftStruct[] elements)
    {
        var open = new Stack<(List<int> Places, long Count)>();
        for (var i = 0; i < elements.Length; i++)
        {
            if (open.TryPeek(out var group)) group.Places.Add(i);
            if (elements[i].Number(ParquetIds.Element.ChildCount) is > 0 and var count) open.Push(([], count));
            while (open.TryPeek(out var full) && full.Places.Count >= full.Count)
            {
                _ = open.Pop();
                yield return (full.Places, [.. full.Places.Select(p => NameOf(elements[p]))]);
            }
        }
    }

    /// <param name="before">The element before it in the schema's list, which is depth first.</param>
    /// <param name="element">Maybe the first below that.</param>
    static bool IsBareElement(ThriftStruct before, ThriftStruct element)
    {
        var isList = before.Number(ParquetIds.Element.ConvertedType) == ParquetIds.Converted.List || before.Struct(ParquetIds.Element.LogicalType)?.Struct(ParquetIds.Logical.List) is not null;
        return isList && before.Number(ParquetIds.Element.ChildCount) == 1 && element.Number(ParquetIds.Element.ChildCount) == 1
            && element.Number(ParquetIds.Element.Repetition) == ParquetIds.Repetitions.Repeated
            && NameOf(element) is var name && (name == "array" || name == NameOf(before) + "_tuple");
    }

    static string NameOf(ThriftStruct element) => element[ParquetIds.Element.Name] is byte[] name ? Encoding.UTF8.GetString(name) : "";

    static bool IsBson(ThriftStruct element) =>
        element.Number(ParquetIds.Element.ConvertedType) == ParquetIds.Converted.Bson || element.Struct(ParquetIds.Element.LogicalType)?.Struct(ParquetIds.Logical.Bson) is not null;

    static ThriftStruct Adjusted(ThriftStruct element, bool adjusted)
    {
        var logical = element.Struct(ParquetIds.Element.LogicalType)!;
        var timestamp = logical.Struct(ParquetIds.Logical.Timestamp)!.With(ParquetIds.Logical.IsAdjustedToUtc, adjusted);
        return element.With(ParquetIds.Element.LogicalType, logical.With(ParquetIds.Logical.Timestamp, timestamp));
    }

    static bool IsUtcNanos(ThriftStruct element) => Nanos(element)?[ParquetIds.Logical.IsAdjustedToUtc] is true;

    static ThriftStruct? Nanos(ThriftStruct element) =>
        element.Struct(ParquetIds.Element.LogicalType)?.Struct(ParquetIds.Logical.Timestamp) is { } timestamp
        && timestamp.Struct(ParquetIds.Logical.Unit)?.Struct(ParquetIds.Logical.Nanos) is not null ? timestamp : null;

    static void Fill(Microsoft.Win32.SafeHandles.SafeFileHandle file, Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            var read = RandomAccess.Read(file, buffer, offset);
            if (read == 0) throw CorruptData.In("Parquet", "the file ends while it is read");
            buffer = buffer[read..];
            offset += read;
        }
    }

    static IcebergException Damaged(string path, string detail, Exception? cause = null) => CorruptData.In("Parquet", $"{path}: {detail}", cause);
}
