using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Tarn.Engine.Native;

namespace Tarn.Ingest.Generation;

/// <summary>Made-up values as functions of the executor: of a column's salt and a row's number, and of nothing else.</summary>
static class GenerationFunctions
{
    public const string Row = "__tarn_generated_row";
    public const string Between = "__tarn_between";
    public const string Unit = "__tarn_unit";
    public const string Zipf = "__tarn_zipf";
    public const string Words = "__tarn_words";
    public const string Uuid = "__tarn_uuid";

    static readonly LogicalType Long = LogicalType.Of(TypeId.BigInt);
    static readonly LogicalType Real = LogicalType.Of(TypeId.Double);
    static readonly LogicalType Text = LogicalType.Of(TypeId.Varchar);

    static readonly ImmutableArray<byte[]> Vocabulary =
    [
        .. ("amber anchor apple arrow autumn basket beacon birch bridge bronze canyon castle cedar cinder clover cobalt coral cotton crystal delta ember falcon feather fjord forest garden glacier granite "
            + "harbor hazel heron indigo island ivory jasmine juniper kettle lagoon lantern linen lotus maple marble meadow mirror nectar nutmeg ocean olive onyx orchid pebble pepper pine planet quartz "
            + "raven ribbon river saffron sail scarlet silver sparrow spruce summit sunset teal thistle timber topaz valley velvet violet walnut willow winter zephyr").Split(' ').Select(Encoding.UTF8.GetBytes),
    ];

    /// <param name="instance">Where the functions can be called from then on.</param>
    /// <param name="progress">Counts the rows that were made.</param>
    public static void Install(Instance instance, RowCounters progress)
    {
        instance.Register(new ScalarFunction(Row, [Long, Long], Long, progress.Count));
        instance.Register(new ScalarFunction(Between, [Long, Long, Long, Long], Long, MakeBetween));
        instance.Register(new ScalarFunction(Unit, [Long, Long], Real, MakeUnit));
        instance.Register(new ScalarFunction(Zipf, [Long, Long, Long, Real], Long, MakeZipf));
        instance.Register(new ScalarFunction(Words, [Long, Long, LogicalType.Of(TypeId.Integer)], Text, MakeWords));
        instance.Register(new ScalarFunction(Uuid, [Long, Long], Text, MakeUuid));
    }

    static void MakeBetween(FunctionArguments arguments, FunctionOutput output)
    {
        var salts = arguments.Values<long>(0);
        var rows = arguments.Values<long>(1);
        var least = arguments.Values<long>(2);
        var greatest = arguments.Values<long>(3);
        var values = output.Values<long>();
        for (var i = 0; i < values.Length; i++)
        {
            var random = new SplitMix(salts[i], rows[i]);
            values[i] = unchecked(least[i] + (long)random.NextBelow((ulong)(greatest[i] - least[i]) + 1));
        }
    }

    static void MakeUnit(FunctionArguments arguments, FunctionOutput output)
    {
        var salts = arguments.Values<long>(0);
        var rows = arguments.Values<long>(1);
        var values = output.Values<double>();
        for (var i = 0; i < values.Length; i++) values[i] = new SplitMix(salts[i], rows[i]).NextUnit();
    }

    static void MakeZipf(FunctionArguments arguments, FunctionOutput output)
    {
        var salts = arguments.Values<long>(0);
        var rows = arguments.Values<long>(1);
        var ranks = arguments.Values<long>(2);
        var exponents = arguments.Values<double>(3);
        var values = output.Values<long>();
        if (values.IsEmpty) return;
        // Both are constants of the statement.
        var sampler = new ZipfSampler(ranks[0], exponents[0]);
        for (var i = 0; i < values.Length; i++)
        {
            var random = new SplitMix(salts[i], rows[i]);
            values[i] = sampler.Next(ref random);
        }
    }

    static void MakeWords(FunctionArguments arguments, FunctionOutput output)
    {
        var salts = arguments.Values<long>(0);
        var rows = arguments.Values<long>(1);
        var counts = arguments.Values<int>(2);
        var text = new List<byte>();
        for (var i = 0; i < arguments.RowCount; i++)
        {
            var random = new SplitMix(salts[i], rows[i]);
            text.Clear();
            for (var word = 0; word < counts[i]; word++)
            {
                if (word > 0) text.Add((byte)' ');
                text.AddRange(Vocabulary[(int)random.NextBelow((ulong)Vocabulary.Length)]);
            }
            output.SetBytes(i, CollectionsMarshal.AsSpan(text));
        }
    }

    /// <summary>As text: of version 4 and the RFC's variant, from the row's number instead of chance.</summary>
    static void MakeUuid(FunctionArguments arguments, FunctionOutput output)
    {
        var salts = arguments.Values<long>(0);
        var rows = arguments.Values<long>(1);
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> text = stackalloc byte[36];
        for (var i = 0; i < arguments.RowCount; i++)
        {
            var random = new SplitMix(salts[i], rows[i]);
            var (high, low) = (random.Next(), random.Next());
            var bits = ((UInt128)((high & ~0xF000UL) | 0x4000UL) << 64) | (low & ~(3UL << 62)) | (2UL << 62);
            BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
            _ = new Guid(bytes, bigEndian: true).TryFormat(text, out _);
            output.SetBytes(i, text);
        }
    }
}
