using System.Numerics;

namespace Tarn.Iceberg.Codecs.Zstd;

/// <summary>A finite state entropy decoding table (RFC 8878 section 4.1).</summary>
internal sealed class FseTable
{
    readonly byte[] symbols;
    readonly byte[] bits;
    readonly ushort[] bases;

    FseTable(int accuracyLog)
    {
        AccuracyLog = accuracyLog;
        symbols = new byte[1 << accuracyLog];
        bits = new byte[1 << accuracyLog];
        bases = new ushort[1 << accuracyLog];
    }

    public int AccuracyLog { get; }

    public byte Symbol(uint state) => symbols[state];

    public uint Next(uint state, ref BackwardBits stream) => bases[state] + stream.Read(bits[state]);

    /// <summary>The table of mode RLE: one symbol that takes no bits.</summary>
    public static FseTable Single(byte symbol)
    {
        var table = new FseTable(0);
        table.symbols[0] = symbol;
        return table;
    }

    /// <summary>Reads a table description from the start of <paramref name="input"/> and says how many bytes it took.</summary>
    public static FseTable Read(ReadOnlySpan<byte> input, int maxAccuracyLog, int maxSymbol, out int consumed)
    {
        var stream = new ForwardBits(input);
        var accuracyLog = (int)stream.Read(4) + 5;
        if (accuracyLog > maxAccuracyLog) throw CorruptData.In(ZstdCodec.Format, $"an entropy table has accuracy {accuracyLog}");
        Span<short> probabilities = stackalloc short[256];
        probabilities.Clear();
        var remaining = 1 << accuracyLog;
        var symbol = 0;
        while (remaining > 0)
        {
            if (symbol > maxSymbol) throw CorruptData.In(ZstdCodec.Format, "an entropy table has too many symbols");
            var probability = ReadProbability(ref stream, remaining);
            remaining -= Math.Abs(probability);
            probabilities[symbol++] = (short)probability;
            if (probability == 0) symbol += ReadZeroes(ref stream, maxSymbol);
        }
        if (remaining < 0) throw CorruptData.In(ZstdCodec.Format, "an entropy table's probabilities do not add up");
        consumed = stream.BytesTaken;
        return Build(probabilities[..Math.Min(symbol, 256)], accuracyLog);
    }

    /// <summary>Spreads the symbols over the states; -1 means "less than one" and takes a single cell at the end.</summary>
    public static FseTable Build(ReadOnlySpan<short> probabilities, int accuracyLog)
    {
        var table = new FseTable(accuracyLog);
        var size = 1 << accuracyLog;
        Span<ushort> next = stackalloc ushort[256];
        var high = size;
        for (var symbol = 0; symbol < probabilities.Length; symbol++)
        {
            if (probabilities[symbol] != -1) continue;
            table.symbols[--high] = (byte)symbol;
            next[symbol] = 1;
        }
        var step = (size >> 1) + (size >> 3) + 3;
        var position = 0;
        for (var symbol = 0; symbol < probabilities.Length; symbol++)
        {
            if (probabilities[symbol] <= 0) continue;
            next[symbol] = (ushort)probabilities[symbol];
            for (var i = 0; i < probabilities[symbol]; i++)
            {
                table.symbols[position] = (byte)symbol;
                do position = (position + step) & (size - 1);
                while (position >= high);
            }
        }
        if (position != 0) throw CorruptData.In(ZstdCodec.Format, "an entropy table is not filled exactly");
        table.AssignStates(next, size);
        return table;
    }

    void AssignStates(Span<ushort> next, int size)
    {
        for (var state = 0; state < size; state++)
        {
            int count = next[symbols[state]]++;
            var width = AccuracyLog - BitOperations.Log2((uint)count);
            bits[state] = (byte)width;
            bases[state] = (ushort)((count << width) - size);
        }
    }

    static int ReadProbability(ref ForwardBits stream, int remaining)
    {
        var width = BitOperations.Log2((uint)remaining + 1) + 1;
        var value = (int)stream.Peek(width);
        var lowMask = (1 << (width - 1)) - 1;
        var threshold = (1 << width) - 1 - (remaining + 1);
        if ((value & lowMask) < threshold)
        {
            stream.Skip(width - 1);
            return (value & lowMask) - 1;
        }
        stream.Skip(width);
        return (value > lowMask ? value - threshold : value) - 1;
    }

    static int ReadZeroes(ref ForwardBits stream, int maxSymbol)
    {
        var zeroes = 0;
        while (true)
        {
            var repeat = (int)stream.Read(2);
            zeroes += repeat;
            if (zeroes > maxSymbol + 1) throw CorruptData.In(ZstdCodec.Format, "an entropy table has too many symbols");
            if (repeat < 3) return zeroes;
        }
    }
}
