namespace Tarn.Iceberg.Codecs.Zstd;

/// <summary>Decodes the compressed blocks of one frame. Tables and the three recent offsets live on from block to block.</summary>
internal sealed class ZstdBlockDecoder
{
    readonly ZstdLiterals literals = new();
    readonly ZstdSequenceTables tables = new();
    readonly long[] recent = [1, 4, 8];

    public void Decode(ReadOnlySpan<byte> block, ZstdOutput output)
    {
        var rest = literals.Decode(block, out var consumed);
        var sequences = block[consumed..];
        var count = ReadSequenceCount(sequences, out var header);
        if (count == 0)
        {
            if (header != sequences.Length) throw CorruptData.In(ZstdCodec.Format, "a block has bytes after its end");
            output.Append(rest);
            return;
        }
        header += tables.Read(sequences[header..]);
        Execute(sequences[header..], count, rest, output);
    }

    void Execute(ReadOnlySpan<byte> bits, int count, ReadOnlySpan<byte> rest, ZstdOutput output)
    {
        var stream = new BackwardBits(bits);
        var (lengthTable, offsetTable, matchTable) = (tables.LiteralLengths, tables.Offsets, tables.MatchLengths);
        var lengthState = stream.Read(lengthTable.AccuracyLog);
        var offsetState = stream.Read(offsetTable.AccuracyLog);
        var matchState = stream.Read(matchTable.AccuracyLog);
        for (var i = 0; i < count; i++)
        {
            var offsetCode = offsetTable.Symbol(offsetState);
            var offsetValue = (1L << offsetCode) + stream.Read(offsetCode);
            var matchCode = matchTable.Symbol(matchState);
            var match = ZstdSequenceTables.MatchBase[matchCode] + (int)stream.Read(ZstdSequenceTables.MatchBits[matchCode]);
            var lengthCode = lengthTable.Symbol(lengthState);
            var literal = ZstdSequenceTables.LiteralBase[lengthCode] + (int)stream.Read(ZstdSequenceTables.LiteralBits[lengthCode]);
            if (i < count - 1)
            {
                lengthState = lengthTable.Next(lengthState, ref stream);
                matchState = matchTable.Next(matchState, ref stream);
                offsetState = offsetTable.Next(offsetState, ref stream);
            }
            if (stream.Remaining < 0 || literal > rest.Length) throw CorruptData.In(ZstdCodec.Format, "a sequence runs past the end");
            output.Append(rest[..literal]);
            rest = rest[literal..];
            output.CopyBack(ResolveOffset(offsetValue, literal == 0), match);
        }
        if (stream.Remaining != 0) throw CorruptData.In(ZstdCodec.Format, "a sequence stream does not end where it should");
        output.Append(rest);
    }

    /// <summary>Values 1 to 3 name recent offsets, shifted by one after an empty literal (section 3.1.1.5).</summary>
    long ResolveOffset(long value, bool noLiterals)
    {
        if (value > 3)
        {
            (recent[0], recent[1], recent[2]) = (value - 3, recent[0], recent[1]);
            return recent[0];
        }
        var index = (int)value - 1 + (noLiterals ? 1 : 0);
        if (index == 0) return recent[0];
        var offset = index == 3 ? recent[0] - 1 : recent[index];
        if (index > 1) recent[2] = recent[1];
        recent[1] = recent[0];
        recent[0] = offset;
        return offset;
    }

    static int ReadSequenceCount(ReadOnlySpan<byte> input, out int header)
    {
        if (input.IsEmpty) throw CorruptData.In(ZstdCodec.Format, "a block's sequences are missing");
        header = input[0] switch { < 128 => 1, < 255 => 2, _ => 3 };
        if (header > input.Length) throw CorruptData.In(ZstdCodec.Format, "a block's sequences are cut off");
        return header switch
        {
            1 => input[0],
            2 => ((input[0] - 128) << 8) + input[1],
            _ => input[1] + (input[2] << 8) + 0x7F00,
        };
    }
}
