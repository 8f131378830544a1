using System.Numerics;

namespace Tarn.Iceberg.Codecs.Zstd;

/// <summary>The prefix code of literals (RFC 8878 section 4.2), as one table indexed by the longest code's bits.</summary>
internal sealed class HuffmanTable
{
    const int MaxBits = 11;

    readonly byte[] symbols;
    readonly byte[] lengths;
    readonly int maxBits;

    HuffmanTable(int maxBits)
    {
        this.maxBits = maxBits;
        symbols = new byte[1 << maxBits];
        lengths = new byte[1 << maxBits];
    }

    public static HuffmanTable Read(ReadOnlySpan<byte> input, out int consumed)
    {
        if (input.IsEmpty) throw CorruptData.In(ZstdCodec.Format, "a Huffman table is missing");
        Span<byte> weights = stackalloc byte[256];
        var header = input[0];
        int count;
        if (header < 128)
        {
            if (header > input.Length - 1) throw CorruptData.In(ZstdCodec.Format, "a Huffman table is cut off");
            count = ReadCompressedWeights(input.Slice(1, header), weights);
            consumed = 1 + header;
        }
        else
        {
            count = header - 127;
            consumed = 1 + (count + 1) / 2;
            if (consumed > input.Length) throw CorruptData.In(ZstdCodec.Format, "a Huffman table is cut off");
            for (var i = 0; i < count; i++) weights[i] = (byte)((i & 1) == 0 ? input[1 + i / 2] >> 4 : input[1 + i / 2] & 15);
        }
        return Build(weights, count);
    }

    public void Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var stream = new BackwardBits(input);
        for (var i = 0; i < output.Length; i++)
        {
            var code = stream.Peek(maxBits);
            output[i] = symbols[code];
            stream.Skip(lengths[code]);
        }
        if (stream.Remaining != 0) throw CorruptData.In(ZstdCodec.Format, "a literal stream does not end where it should");
    }

    /// <summary>Two interleaved states share the stream; it ends when an update runs out of bits (section 4.2.1.2).</summary>
    static int ReadCompressedWeights(ReadOnlySpan<byte> input, Span<byte> weights)
    {
        var table = FseTable.Read(input, maxAccuracyLog: 6, maxSymbol: 255, out var consumed);
        var stream = new BackwardBits(input[consumed..]);
        var even = stream.Read(table.AccuracyLog);
        var odd = stream.Read(table.AccuracyLog);
        var count = 0;
        while (count < 254)
        {
            weights[count++] = table.Symbol(even);
            even = table.Next(even, ref stream);
            if (stream.Remaining < 0)
            {
                weights[count++] = table.Symbol(odd);
                return count;
            }
            (even, odd) = (odd, even);
        }
        throw CorruptData.In(ZstdCodec.Format, "a Huffman table has too many weights");
    }

    static HuffmanTable Build(Span<byte> weights, int count)
    {
        var sum = 0;
        foreach (var weight in weights[..count])
        {
            if (weight > MaxBits) throw CorruptData.In(ZstdCodec.Format, $"a Huffman weight is {weight}");
            if (weight > 0) sum += 1 << (weight - 1);
        }
        var maxBits = sum == 0 ? 0 : BitOperations.Log2((uint)sum) + 1;
        var rest = (1 << maxBits) - sum;
        if (maxBits is 0 or > MaxBits || !BitOperations.IsPow2(rest)) throw CorruptData.In(ZstdCodec.Format, "Huffman weights do not add up");
        weights[count++] = (byte)(BitOperations.Log2((uint)rest) + 1);
        var table = new HuffmanTable(maxBits);
        var position = 0;
        // Low weights are long codes and come first; within a weight symbols keep their order.
        for (var weight = 1; weight <= maxBits; weight++)
        {
            for (var symbol = 0; symbol < count; symbol++)
            {
                if (weights[symbol] != weight) continue;
                var cells = 1 << (weight - 1);
                table.symbols.AsSpan(position, cells).Fill((byte)symbol);
                table.lengths.AsSpan(position, cells).Fill((byte)(maxBits + 1 - weight));
                position += cells;
            }
        }
        return table;
    }
}
