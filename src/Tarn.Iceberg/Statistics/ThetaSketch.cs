using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Statistics;

/// <summary>
/// How many different values there were, told by the smallest of their hashes: a compact theta sketch of Apache DataSketches.
/// Puffin spec, "apache-datasketches-theta-v1 blob type".
/// </summary>
/// <param name="Theta">Every hash below it that was seen is kept; <see cref="long.MaxValue"/> where all of them are.</param>
/// <param name="Hashes">The kept hashes, ascending.</param>
/// <param name="IsEmpty">Nothing was ever added.</param>
public sealed record ThetaSketch(long Theta, ImmutableArray<long> Hashes, bool IsEmpty)
{
    /// <summary>The type of blobs that hold sketches.</summary>
    public const string BlobType = "apache-datasketches-theta-v1";

    /// <summary>Hashes that a sketch keeps at most: 2^12, as DataSketches has it where nobody asks for another number.</summary>
    public const int NominalEntries = 4096;

    internal const ulong Seed = 9001;

    const string Format = "theta sketch";
    const int SerialVersion = 3;
    const int CompactFamily = 3;
    const int FlagsByte = 5;

    /// <summary>The seed's own hash, which sketches of other seeds do not have.</summary>
    const ushort SeedHash = 0x93cc;

    public static ThetaSketch Empty { get; } = new(long.MaxValue, [], IsEmpty: true);

    /// <summary>Exact as long as no hash was left out.</summary>
    public double Estimate => Theta == long.MaxValue ? Hashes.Length : Hashes.Length * ((double)long.MaxValue / Theta);

    /// <summary>The sketch of all values that were seen by any of these.</summary>
    /// <remarks>At most <see cref="NominalEntries"/> hashes are kept, the smallest ones: the result depends on no order.</remarks>
    public static ThetaSketch Union(params ReadOnlySpan<ThetaSketch> sketches)
    {
        var (theta, isEmpty) = (long.MaxValue, true);
        foreach (var sketch in sketches) (theta, isEmpty) = (Math.Min(theta, sketch.Theta), isEmpty && sketch.IsEmpty);
        var hashes = new SortedSet<long>();
        foreach (var sketch in sketches)
            foreach (var hash in sketch.Hashes)
                if (hash < theta) hashes.Add(hash);
        if (hashes.Count > NominalEntries) theta = hashes.ElementAt(NominalEntries);
        return new ThetaSketch(theta, [.. hashes.Take(NominalEntries)], isEmpty);
    }

    /// <summary>Reads a compact sketch, ordered or not, that was made with the default seed.</summary>
    /// <exception cref="IcebergException">The bytes are damaged, or of a form that is not read.</exception>
    public static ThetaSketch Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8) throw CorruptData.In(Format, $"{bytes.Length} bytes are too few");
        if (bytes[1] != SerialVersion || bytes[2] != CompactFamily) throw CorruptData.Unsupported(Format, $"serial version {bytes[1]} of family {bytes[2]}; version 3 of family 3 (compact) can be read");
        var (preambleLongs, flags) = (bytes[0] & 0x3f, (SketchFlags)bytes[FlagsByte]);
        if (flags.HasFlag(SketchFlags.BigEndian)) throw CorruptData.Unsupported(Format, "big-endian bytes");
        if (flags.HasFlag(SketchFlags.Empty)) return Empty;
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]) != SeedHash) throw CorruptData.Unsupported(Format, "another seed than 9001");
        if (preambleLongs is < 1 or > 3 || bytes.Length < preambleLongs * 8) throw CorruptData.In(Format, $"a preamble of {preambleLongs} longs in {bytes.Length} bytes");
        // One hash and nothing more needs neither count nor theta.
        var count = preambleLongs == 1 ? 1 : BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var theta = preambleLongs < 3 ? long.MaxValue : BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (count < 0 || theta <= 0 || count > (bytes.Length / 8) - preambleLongs) throw CorruptData.In(Format, $"{count} hashes below {theta} in {bytes.Length} bytes");
        var hashes = new long[count];
        for (var i = 0; i < count; i++) hashes[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[((preambleLongs + i) * 8)..]);
        Array.Sort(hashes);
        for (var i = 0; i < count; i++)
            if (hashes[i] <= 0 || hashes[i] >= theta || (i > 0 && hashes[i] == hashes[i - 1])) throw CorruptData.In(Format, $"the hash {hashes[i]} cannot be below {theta}, or is there twice");
        return new ThetaSketch(theta, ImmutableCollectionsMarshal.AsImmutableArray(hashes), IsEmpty: false);
    }

    /// <summary>The ordered compact form, little-endian.</summary>
    public byte[] ToBytes()
    {
        var flags = SketchFlags.ReadOnly | SketchFlags.Compact | SketchFlags.Ordered;
        // Of an empty sketch not even the seed is said.
        if (IsEmpty) return [1, SerialVersion, CompactFamily, 0, 0, (byte)(flags | SketchFlags.Empty), 0, 0];
        var isSingle = Theta == long.MaxValue && Hashes.Length == 1;
        var preambleLongs = Theta < long.MaxValue ? 3 : isSingle ? 1 : 2;
        var bytes = new byte[(preambleLongs + Hashes.Length) * 8];
        (bytes[0], bytes[1], bytes[2], bytes[FlagsByte]) = ((byte)preambleLongs, SerialVersion, CompactFamily, (byte)(isSingle ? flags | SketchFlags.SingleItem : flags));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), SeedHash);
        if (preambleLongs > 1)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Hashes.Length);
            // The share of values that are sampled: all.
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(12), 1);
        }
        if (preambleLongs > 2) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Theta);
        for (var i = 0; i < Hashes.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((preambleLongs + i) * 8), Hashes[i]);
        return bytes;
    }
}
