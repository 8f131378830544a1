using System.Collections.Immutable;
using Tarn.Iceberg.Codecs;

namespace Tarn.Iceberg.Orc;

/// <summary>Reads ORC data and delete files: ORC specification v1, and Iceberg's specification, Appendix A, "ORC". All types but unions, all codecs but LZO; encrypted columns are refused.</summary>
public sealed class OrcFile
{
    const int MaxDepth = 64;

    readonly ReadOnlyMemory<byte> _content;
    readonly OrcCompression? _compression;
    readonly ImmutableArray<OrcStripePlace> _stripes;

    OrcFile(ReadOnlyMemory<byte> content, OrcCompression? compression, OrcType root, ImmutableArray<OrcStripePlace> stripes)
    {
        (_content, _compression, Root, _stripes) = (content, compression, root, stripes);
        RowCount = stripes.Sum(stripe => stripe.RowCount);
    }

    /// <summary>The struct that a row is.</summary>
    public OrcType Root { get; }

    public long RowCount { get; }

    /// <exception cref="IcebergException">The file is damaged, or uses what is not supported.</exception>
    public static OrcFile Open(ReadOnlyMemory<byte> content)
    {
        // The file ends with the postscript and its length in one byte.
        var length = content.IsEmpty ? 0 : content.Span[^1];
        if (length == 0 || length + 1 > content.Length) throw CorruptData.In("ORC", "it has no postscript");
        var (compression, footerBytes) = Postscript(content.Span[^(length + 1)..^1]);
        var end = content.Length - length - 1;
        if (footerBytes > (ulong)end) throw CorruptData.In("ORC", $"its footer has {footerBytes} bytes of {end}");
        var footer = new ProtoReader(OrcStream.ReadAll(content[(end - (int)footerBytes)..end], compression));
        var types = new List<RawType>();
        var stripes = ImmutableArray.CreateBuilder<OrcStripePlace>();
        while (footer.Next())
        {
            switch (footer.Field)
            {
                case 3: stripes.Add(Stripe(footer.Bytes(), end - (long)footerBytes)); break;
                case 4: types.Add(RawType.Read(footer.Bytes())); break;
                case 10: throw CorruptData.Unsupported("ORC", "columns are encrypted");
                default: footer.Skip(); break;
            }
        }
        if (types.Count == 0 || types[0].Kind is not OrcKind.Struct) throw CorruptData.In("ORC", "its rows are no structs");
        var next = 0;
        return new OrcFile(content, compression, Build(types, ref next, 0), stripes.DrainToImmutable());
    }

    /// <summary>All rows in order: the values of the root's fields, in Iceberg's in-memory form.</summary>
    /// <exception cref="IcebergException">The file is damaged.</exception>
    public IEnumerable<ImmutableArray<object?>> Rows()
    {
        foreach (var place in _stripes)
        {
            var stripe = OrcStripe.Open(_content, place, _compression);
            var columns = Root.Children.Select(type => OrcColumn.Open(type, stripe)).ToArray();
            // Rows themselves are never null, but a writer may say so.
            var present = stripe.Find(0, OrcStreamKind.Present) is { } bits ? new OrcBits(bits) : null;
            for (var row = 0L; row < place.RowCount; row++)
                yield return present?.Next() is false ? [.. columns.Select(static _ => (object?)null)] : [.. columns.Select(static column => column.Next())];
        }
    }

    static (OrcCompression? Compression, ulong FooterBytes) Postscript(ReadOnlySpan<byte> message)
    {
        var (kind, block, footer, magic) = (0, 256UL << 10, 0UL, "");
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: footer = reader.Number(); break;
                case 2: kind = reader.Int(); break;
                case 3: block = reader.Number(); break;
                case 8000: magic = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }
        return magic == "ORC" ? (OrcCompression.Of(kind, block), footer) : throw CorruptData.In("ORC", "it does not end with ORC's mark");
    }

    static OrcStripePlace Stripe(ReadOnlySpan<byte> message, long end)
    {
        Span<ulong> numbers = stackalloc ulong[5];
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field is >= 1 and <= 5) numbers[reader.Field - 1] = reader.Number();
            else reader.Skip();
        }
        foreach (var number in numbers[..4])
            if (number > (ulong)end) throw CorruptData.In("ORC", $"a stripe has {number} bytes in a file of {end}");
        if (numbers[0] + numbers[1] + numbers[2] + numbers[3] > (ulong)end || numbers[4] > long.MaxValue >> 16) throw CorruptData.In("ORC", "a stripe ends behind the file");
        return new((long)numbers[0], (long)numbers[1], (long)numbers[2], (long)numbers[3], (long)numbers[4]);
    }

    /// <summary>The types of the footer are in the order of their columns, each before its children.</summary>
    static OrcType Build(List<RawType> types, ref int next, int depth)
    {
        if (next >= types.Count || depth > MaxDepth) throw CorruptData.In("ORC", "its types do not form a tree");
        var (column, raw) = (next, types[next]);
        next++;
        var children = ImmutableArray.CreateBuilder<OrcType>(raw.Children.Count);
        foreach (var child in raw.Children)
        {
            if (child != next) throw CorruptData.In("ORC", "its types do not form a tree");
            children.Add(Build(types, ref next, depth + 1));
        }
        var wanted = raw.Kind switch { OrcKind.Struct => raw.Names.Count, OrcKind.List => 1, OrcKind.Map => 2, OrcKind.Union => children.Count, _ => 0 };
        if (children.Count != wanted) throw CorruptData.In("ORC", $"a {raw.Kind} has {children.Count} parts");
        return new OrcType(raw.Kind, column)
        {
            Children = children.MoveToImmutable(), Names = [.. raw.Names], Precision = raw.Precision, Scale = raw.Scale, Attributes = raw.Attributes.ToImmutableDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>A type as the footer has it: ORC specification v1, "Type Information".</summary>
    sealed class RawType
    {
        public OrcKind Kind { get; private set; }

        public List<int> Children { get; } = [];

        public List<string> Names { get; } = [];

        public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

        public int Precision { get; private set; }

        public int Scale { get; private set; }

        public static RawType Read(ReadOnlySpan<byte> message)
        {
            var type = new RawType();
            var reader = new ProtoReader(message);
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case 1: type.Kind = (OrcKind)reader.Int(); break;
                    case 2: reader.Numbers(type.Children); break;
                    case 3: type.Names.Add(reader.Text()); break;
                    case 5: type.Precision = reader.Int(); break;
                    case 6: type.Scale = reader.Int(); break;
                    case 7: type.AddAttribute(reader.Bytes()); break;
                    default: reader.Skip(); break;
                }
            }
            return type.Kind <= OrcKind.TimestampInstant ? type : throw CorruptData.Unsupported("ORC", $"a type has the unknown kind {(int)type.Kind}");
        }

        void AddAttribute(ReadOnlySpan<byte> message)
        {
            var (key, value) = ("", "");
            var reader = new ProtoReader(message);
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case 1: key = reader.Text(); break;
                    case 2: value = reader.Text(); break;
                    default: reader.Skip(); break;
                }
            }
            Attributes[key] = value;
        }
    }
}
