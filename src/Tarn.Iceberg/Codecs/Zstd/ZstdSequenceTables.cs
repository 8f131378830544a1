namespace Tarn.Iceberg.Codecs.Zstd;

/// <summary>The three entropy tables of a block's sequences and the codes' meanings (RFC 8878 section 3.1.1.3.2).</summary>
internal sealed class ZstdSequenceTables
{
    internal static readonly int[] LiteralBase =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096,
        8192, 16384, 32768, 65536,
    ];

    internal static readonly byte[] LiteralBits =
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    internal static readonly int[] MatchBase =
    [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34,
        35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
    ];

    internal static readonly byte[] MatchBits =
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ];

    const int MaxLiteralCode = 35;
    const int MaxMatchCode = 52;
    const int MaxOffsetCode = 31;

    static readonly FseTable DefaultLiteralLengths = FseTable.Build(
        [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1], 6);

    static readonly FseTable DefaultMatchLengths = FseTable.Build(
        [
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            -1, -1, -1, -1, -1, -1, -1,
        ],
        6);

    static readonly FseTable DefaultOffsets = FseTable.Build(
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5);

    FseTable? literalLengths;
    FseTable? offsets;
    FseTable? matchLengths;

    public FseTable LiteralLengths => literalLengths!;

    public FseTable Offsets => offsets!;

    public FseTable MatchLengths => matchLengths!;

    /// <summary>Reads the modes byte and the tables after it; says how many bytes that took.</summary>
    public int Read(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) throw CorruptData.In(ZstdCodec.Format, "the table modes are missing");
        var modes = input[0];
        if ((modes & 3) != 0) throw CorruptData.In(ZstdCodec.Format, "reserved mode bits are set");
        var position = 1;
        literalLengths = ReadOne(input, ref position, modes >> 6 & 3, literalLengths, DefaultLiteralLengths, 9, MaxLiteralCode);
        offsets = ReadOne(input, ref position, modes >> 4 & 3, offsets, DefaultOffsets, 8, MaxOffsetCode);
        matchLengths = ReadOne(input, ref position, modes >> 2 & 3, matchLengths, DefaultMatchLengths, 9, MaxMatchCode);
        return position;
    }

    static FseTable ReadOne(ReadOnlySpan<byte> input, ref int position, int mode, FseTable? last, FseTable standard, int maxLog, int maxSymbol)
    {
        switch (mode)
        {
            case 0:
                return standard;
            case 1:
                if (position >= input.Length || input[position] > maxSymbol) throw CorruptData.In(ZstdCodec.Format, "a one-symbol table is not valid");
                return FseTable.Single(input[position++]);
            case 2:
                var table = FseTable.Read(input[position..], maxLog, maxSymbol, out var consumed);
                position += consumed;
                return table;
            default:
                return last ?? throw CorruptData.In(ZstdCodec.Format, "a block reuses a table that was never sent");
        }
    }
}
