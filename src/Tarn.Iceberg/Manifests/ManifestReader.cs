using System.Buffers;
using Tarn.Iceberg.Manifests.Avro;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Manifests;

/// <summary>Reads the entries of a manifest, v1 to v3, of any writer. Spec: "Manifests".</summary>
public sealed class ManifestReader
{
    /// <summary>Offset 0 means that a file lacks the field, so no entry's first field may stand there.</summary>
    const int Pad = 1;

    readonly AvroFile _file;
    readonly ManifestFile _manifest;
    readonly StructType _partitionType;
    readonly bool _isCommitted;

    ManifestReader(AvroFile file, ManifestFile manifest, StructType partitionType, bool isCommitted) =>
        (_file, _manifest, _partitionType, _isCommitted) = (file, manifest, partitionType, isCommitted);

    /// <summary>Opens a manifest that is in memory.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="manifest">What the manifest list says of it; entries inherit from that.</param>
    /// <param name="partitionType">The partition type of the manifest's spec (<see cref="PartitionSpec.PartitionType"/>).</param>
    /// <param name="isCommitted">False for a manifest of a commit that is still under way, whose files keep the row ids they carry.</param>
    /// <exception cref="IcebergException">It is no manifest, or damaged.</exception>
    public static ManifestReader Open(ReadOnlyMemory<byte> content, ManifestFile manifest, StructType partitionType, bool isCommitted = true) =>
        Named(manifest, () => new ManifestReader(AvroFile.Open(content), manifest, partitionType, isCommitted));

    /// <summary>All entries in order, deleted ones included.</summary>
    public IEnumerable<ManifestEntry> Entries() => PlacedEntries().Select(placed => placed.Entry);

    /// <summary>The entries that are in the table.</summary>
    public IEnumerable<ManifestEntry> LiveEntries() => Entries().Where(entry => entry.IsLive);

    /// <summary>What <see cref="Entries"/> gives, each with its place.</summary>
    internal IEnumerable<PlacedEntry> PlacedEntries()
    {
        var decoder = Decoder();
        var inheritance = new ManifestInheritance(_manifest, _isCommitted);
        using var blocks = _file.Blocks().GetEnumerator();
        var isFirst = true;
        var found = 0L;
        while (Named(_manifest, blocks.MoveNext))
        {
            var block = blocks.Current;
            if (isFirst) decoder.DetectFixedEncoding(block, Rows(_manifest));
            isFirst = false;
            found += block.Count;
            for (int i = 0, position = 0; i < block.Count; i++)
            {
                var start = position;
                var entry = DecodeOne(decoder, inheritance, block.Data, ref position);
                yield return new PlacedEntry(block.Start, start, position - start, entry);
            }
        }
        if (IsCutOff(found)) throw Name(_manifest, Codecs.CorruptData.In("Avro", $"it holds {found} files in {_file.Length} bytes, where the manifest list says {Files(_manifest)} in {_manifest.ManifestLength}: it was cut off"));
    }

    /// <summary>A file that ends where a block does looks whole. Neither word of the list alone is proof: lists of tables that were moved to another place have old lengths, and carried ones may have no counts.</summary>
    bool IsCutOff(long found) => _isCommitted && _file.Length < _manifest.ManifestLength && found < Files(_manifest);

    static long? Files(ManifestFile manifest) => (long?)manifest.AddedFilesCount + manifest.ExistingFilesCount + manifest.DeletedFilesCount;

    static long? Rows(ManifestFile manifest) => manifest.AddedRowsCount + manifest.ExistingRowsCount + manifest.DeletedRowsCount;

    /// <summary>Entries of a manifest that <see cref="PlacedEntries"/> went through before, by their places, which ascend.</summary>
    /// <remarks>A block is decompressed once, and only as far as its last wanted entry. The entries hold on to their own bytes, not to the block.</remarks>
    internal IEnumerable<ManifestEntry> EntriesAt(EntryPlace[] places)
    {
        var decoder = Decoder();
        var inheritance = new ManifestInheritance(_manifest, _isCommitted);
        for (int first = 0, end; first < places.Length; first = end)
        {
            end = first + 1;
            while (end < places.Length && places[end].Block == places[first].Block) end++;
            var bytes = BytesOf(places.AsSpan(first, end - first));
            var position = Pad;
            for (var i = first; i < end; i++)
            {
                inheritance.GoOnAt(places[i].FirstRowId);
                yield return DecodeOne(decoder, inheritance, bytes, ref position);
            }
        }
    }

    /// <summary>The bytes of entries of one block, one entry after the other behind <see cref="Pad"/>.</summary>
    byte[] BytesOf(ReadOnlySpan<EntryPlace> places)
    {
        var block = ArrayPool<byte>.Shared.Rent(places[^1].Position + places[^1].Length);
        try
        {
            _file.ReadStartOfBlock(places[0].Block, block.AsSpan(0, places[^1].Position + places[^1].Length));
            var length = Pad;
            foreach (var place in places) length += place.Length;
            var bytes = GC.AllocateUninitializedArray<byte>(length);
            var end = Pad;
            foreach (var place in places)
            {
                block.AsSpan(place.Position, place.Length).CopyTo(bytes.AsSpan(end));
                end += place.Length;
            }
            return bytes;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Bytes that this reader holds on to.</summary>
    internal int HeldBytes => _file.Length;

    internal StructType PartitionType => _partitionType;

    ManifestEntryDecoder Decoder() => Named(_manifest, () => new ManifestEntryDecoder(_file.Schema, _partitionType, _manifest.PartitionSpecId));

    ManifestEntry DecodeOne(ManifestEntryDecoder decoder, ManifestInheritance inheritance, ReadOnlyMemory<byte> block, ref int position)
    {
        try
        {
            var cursor = new AvroCursor(block.Span, position);
            var entry = decoder.Decode(ref cursor, block, inheritance);
            position = cursor.Position;
            return entry;
        }
        catch (IcebergException e)
        {
            throw Name(_manifest, e);
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException)
        {
            // A damaged schema can name other types than the field's.
            throw Name(_manifest, Codecs.CorruptData.In("Avro", e.Message, e));
        }
    }

    /// <summary>Decoders know bytes only; the manifest's location is added here.</summary>
    static T Named<T>(ManifestFile manifest, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IcebergException e)
        {
            throw Name(manifest, e);
        }
    }

    static IcebergException Name(ManifestFile manifest, IcebergException e) => new(e.Kind, $"Cannot read the manifest {manifest.ManifestPath}: {e.Message}", e);
}
