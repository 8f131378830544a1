using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Orc;

/// <summary>The streams of one stripe. ORC specification v1, "Stripes".</summary>
internal sealed class OrcStripe
{
    const int MaxDictionary = 1 << 24;

    readonly OrcCompression? _compression;
    readonly Dictionary<(int Column, OrcStreamKind Kind), ReadOnlyMemory<byte>> _streams = [];
    readonly List<(int Kind, int DictionarySize)> _encodings = [];

    OrcStripe(OrcCompression? compression) => _compression = compression;

    /// <summary>Where the writer was: timestamps without zone count from 2015 there. Empty for UTC.</summary>
    public string WriterTimeZone { get; private set; } = "";

    /// <exception cref="IcebergException">The stripe is damaged.</exception>
    public static OrcStripe Open(ReadOnlyMemory<byte> file, in OrcStripePlace place, OrcCompression? compression)
    {
        var stripe = new OrcStripe(compression);
        var body = place.IndexBytes + place.DataBytes;
        var sections = file.Slice((int)place.Offset, (int)(body + place.FooterBytes));
        var reader = new ProtoReader(OrcStream.ReadAll(sections[(int)body..], compression));
        var at = 0L;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: stripe.AddStream(reader.Bytes(), sections[..(int)body], ref at); break;
                case 2: stripe.AddEncoding(reader.Bytes()); break;
                case 3: stripe.WriterTimeZone = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }
        return stripe;
    }

    public OrcStream? Find(int column, OrcStreamKind kind) => _streams.TryGetValue((column, kind), out var raw) ? new OrcStream(raw, _compression) : null;

    /// <summary>A stream without which the column has no values; one that no row needs may be left out.</summary>
    public OrcStream Get(int column, OrcStreamKind kind) => Find(column, kind) ?? new OrcStream(default, null);

    public OrcIntegers Integers(int column, OrcStreamKind kind, bool isSigned) => OrcIntegers.Of(Get(column, kind), isSigned, EncodingOf(column).Kind >= 2);

    /// <summary>The number of words of a column's dictionary; null where its values stand directly.</summary>
    public int? DictionarySizeOf(int column)
    {
        var (kind, size) = EncodingOf(column);
        if (kind is not (1 or 3)) return null;
        return size <= MaxDictionary ? size : throw CorruptData.In("ORC", $"a dictionary has {size} words");
    }

    (int Kind, int DictionarySize) EncodingOf(int column) =>
        column < _encodings.Count ? _encodings[column] : throw CorruptData.In("ORC", $"a stripe says nothing of column {column}");

    void AddStream(ReadOnlySpan<byte> message, ReadOnlyMemory<byte> body, ref long at)
    {
        var (kind, column, length) = (0, 0, 0UL);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: kind = reader.Int(); break;
                case 2: column = reader.Int(); break;
                case 3: length = reader.Number(); break;
                default: reader.Skip(); break;
            }
        }
        if (length > (ulong)(body.Length - at)) throw CorruptData.In("ORC", $"a stream of {length} bytes where its stripe has {body.Length - at} left");
        if (kind <= (int)OrcStreamKind.Secondary && !_streams.TryAdd((column, (OrcStreamKind)kind), body.Slice((int)at, (int)length)))
            throw CorruptData.In("ORC", $"column {column} has stream {kind} twice");
        at += (long)length;
    }

    void AddEncoding(ReadOnlySpan<byte> message)
    {
        var (kind, size) = (0, 0);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: kind = reader.Int(); break;
                case 2: size = reader.Int(); break;
                default: reader.Skip(); break;
            }
        }
        if (kind > 3) throw CorruptData.Unsupported("ORC", $"a column has the unknown encoding {kind}");
        _encodings.Add((kind, size));
    }
}
