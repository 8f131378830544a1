using System.Collections.Immutable;
using System.Numerics;
using Tarn.Iceberg.Codecs;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Orc;

/// <summary>The values of one column of a stripe, one after the other. ORC specification v1, "Column Encodings".</summary>
internal abstract class OrcColumn
{
    OrcBits? _present;

    public static OrcColumn Open(OrcType type, OrcStripe stripe)
    {
        var column = OpenValues(type, stripe);
        if (stripe.Find(type.Column, OrcStreamKind.Present) is { } present) column._present = new OrcBits(present);
        return column;
    }

    /// <summary>The next value; null for null.</summary>
    public object? Next() => _present?.Next() is false ? null : Value();

    protected abstract object Value();

    static OrcColumn OpenValues(OrcType type, OrcStripe stripe)
    {
        var id = type.Column;
        switch (type.Kind)
        {
            case OrcKind.Boolean:
                return new Simple<OrcBits>(new(stripe.Get(id, OrcStreamKind.Data)), static bits => bits.Next());
            case OrcKind.Byte:
                return new Simple<OrcBytes>(new(stripe.Get(id, OrcStreamKind.Data)), static bytes => (int)(sbyte)bytes.Next());
            case OrcKind.Short or OrcKind.Int or OrcKind.Date:
                return new Simple<OrcIntegers>(
                    stripe.Integers(id, OrcStreamKind.Data, isSigned: true), static numbers => numbers.Next() is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw CorruptData.In("ORC", "a number has more than 32 bits"));
            case OrcKind.Long:
                return new Simple<OrcIntegers>(stripe.Integers(id, OrcStreamKind.Data, isSigned: true), static numbers => numbers.Next());
            case OrcKind.Float:
                return new Simple<OrcStream>(stripe.Get(id, OrcStreamKind.Data), static stream => stream.ReadFloat());
            case OrcKind.Double:
                return new Simple<OrcStream>(stripe.Get(id, OrcStreamKind.Data), static stream => stream.ReadDouble());
            case OrcKind.String or OrcKind.Varchar or OrcKind.Char:
                return stripe.DictionarySizeOf(id) is { } size ? new Words(stripe, id, size) : new Bytes(stripe, id, static bytes => StrictText.Of(bytes, "ORC"));
            case OrcKind.Binary:
                return type.IsUuid
                    ? new Bytes(stripe, id, static bytes => bytes.Length == 16 ? new Guid(bytes, bigEndian: true) : throw CorruptData.In("ORC", $"a UUID has {bytes.Length} bytes"))
                    : new Bytes(stripe, id, static bytes => bytes);
            case OrcKind.Decimal:
                return new Decimals(stripe, type);
            case OrcKind.Timestamp or OrcKind.TimestampInstant:
                return new OrcTimestamps(stripe, type);
            case OrcKind.Struct:
                return new Structs(stripe, type);
            case OrcKind.List:
                return new Lists(stripe, type);
            case OrcKind.Map:
                return new Maps(stripe, type);
            default:
                throw CorruptData.Unsupported("ORC", "a column is a union");
        }
    }

    sealed class Simple<TSource>(TSource source, Func<TSource, object> read) : OrcColumn
    {
        protected override object Value() => read(source);
    }

    /// <summary>Values of any length, one behind the other.</summary>
    sealed class Bytes(OrcStripe stripe, int column, Func<byte[], object> read) : OrcColumn
    {
        readonly OrcIntegers _lengths = stripe.Integers(column, OrcStreamKind.Length, isSigned: false);
        readonly OrcStream _data = stripe.Get(column, OrcStreamKind.Data);

        protected override object Value() => read(_data.ReadBytes(_lengths.Next()));
    }

    /// <summary>Numbers of words that stand in a dictionary.</summary>
    sealed class Words : OrcColumn
    {
        readonly OrcIntegers _numbers;
        readonly List<string> _words = [];

        public Words(OrcStripe stripe, int column, int size)
        {
            _numbers = stripe.Integers(column, OrcStreamKind.Data, isSigned: false);
            var lengths = stripe.Integers(column, OrcStreamKind.Length, isSigned: false);
            var data = stripe.Get(column, OrcStreamKind.DictionaryData);
            for (var i = 0; i < size; i++) _words.Add(StrictText.Of(data.ReadBytes(lengths.Next()), "ORC"));
        }

        protected override object Value() =>
            _numbers.Next() is var number && (ulong)number < (ulong)_words.Count ? _words[(int)number] : throw CorruptData.In("ORC", $"word {number} of a dictionary of {_words.Count}");
    }

    /// <summary>Each value has a scale of its own.</summary>
    sealed class Decimals(OrcStripe stripe, OrcType type) : OrcColumn
    {
        /// <summary>More digits than these after the point no writer can mean.</summary>
        const int MaxScale = 76;

        readonly OrcStream _data = stripe.Get(type.Column, OrcStreamKind.Data);
        readonly OrcIntegers _scales = stripe.Integers(type.Column, OrcStreamKind.Secondary, isSigned: true);
        readonly BigInteger _limit = BigInteger.Pow(10, type.Precision);

        protected override object Value()
        {
            var value = _data.ReadBig();
            var scale = _scales.Next();
            if (scale is < -MaxScale or > MaxScale || new IcebergDecimal(value, (int)scale).WithScale(type.Scale) is not { } scaled || BigInteger.Abs(scaled.Unscaled) >= _limit)
                throw CorruptData.In("ORC", $"a decimal of {type.Precision} digits, {type.Scale} of them after the point, is {value}E{-scale}");
            return scaled;
        }
    }

    sealed class Structs(OrcStripe stripe, OrcType type) : OrcColumn
    {
        readonly ImmutableArray<(int Key, OrcColumn Column)> _fields = [.. type.Children.Select((child, i) => (child.FieldId ?? i, Open(child, stripe)))];

        protected override object Value()
        {
            var values = ImmutableArray.CreateBuilder<KeyValuePair<int, object?>>(_fields.Length);
            foreach (var (key, column) in _fields) values.Add(new(key, column.Next()));
            return new StructValue(values.MoveToImmutable());
        }
    }

    sealed class Lists(OrcStripe stripe, OrcType type) : OrcColumn
    {
        readonly OrcIntegers _lengths = stripe.Integers(type.Column, OrcStreamKind.Length, isSigned: false);
        readonly OrcColumn _elements = Open(type.Children[0], stripe);

        protected override object Value()
        {
            var elements = ImmutableArray.CreateBuilder<object?>();
            for (var left = Count(_lengths); left > 0; left--) elements.Add(_elements.Next());
            return new ListValue(elements.DrainToImmutable());
        }
    }

    sealed class Maps(OrcStripe stripe, OrcType type) : OrcColumn
    {
        readonly OrcIntegers _lengths = stripe.Integers(type.Column, OrcStreamKind.Length, isSigned: false);
        readonly OrcColumn _keys = Open(type.Children[0], stripe);
        readonly OrcColumn _values = Open(type.Children[1], stripe);

        protected override object Value()
        {
            var (keys, values) = (ImmutableArray.CreateBuilder<object?>(), ImmutableArray.CreateBuilder<object?>());
            for (var left = Count(_lengths); left > 0; left--)
            {
                keys.Add(_keys.Next());
                values.Add(_values.Next());
            }
            return new MapValue(keys.DrainToImmutable(), values.DrainToImmutable());
        }
    }

    /// <summary>The elements of one list. A struct without fields has no bytes to run out of.</summary>
    static long Count(OrcIntegers lengths) => lengths.Next() is >= 0 and <= 1 << 24 and var count ? count : throw CorruptData.In("ORC", "a list has more than 16,777,216 elements");
}
