using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

public sealed class MetricsEvaluatorTests
{
    static readonly Schema Schema = new(0, new StructType(
        new NestedField(1, "i", IcebergType.Int),
        new NestedField(2, "s", IcebergType.String),
        new NestedField(3, "d", IcebergType.Double),
        new NestedField(4, "nulls", IcebergType.Int),
        new NestedField(5, "nothing_known", IcebergType.Long),
        new NestedField(6, "promoted", IcebergType.Long),
        new NestedField(7, "u", IcebergType.Uuid)));

    /// <summary>i: 10..20 without nulls; s: apple..banana; d: -0.0..5.0 with NaN; promoted: 1..3, written as int.</summary>
    sealed class File : IFileMetrics
    {
        public long RecordCount => 100;

        public FieldMetrics MetricsOf(int fieldId) => fieldId switch
        {
            1 => new(100, 0, null, Bytes(IcebergType.Int, 10), Bytes(IcebergType.Int, 20)),
            2 => new(100, 5, null, Bytes(IcebergType.String, "apple"), Bytes(IcebergType.String, "banana")),
            3 => new(100, 0, 3, Bytes(IcebergType.Double, -0.0), Bytes(IcebergType.Double, 5.0)),
            4 => new(100, 100, null, null, null),
            6 => new(100, 0, null, Bytes(IcebergType.Int, 1), Bytes(IcebergType.Int, 3)),
            7 => new(100, 0, null, Bytes(IcebergType.Uuid, Guid.Parse("48db0000-0000-0000-0000-000000000000")), Bytes(IcebergType.Uuid, Guid.Parse("d4740000-0000-0000-0000-000000000000"))),
            _ => default,
        };

        static ReadOnlyMemory<byte> Bytes(IcebergType type, object value) => SingleValueBinary.Encode(type, value);
    }

    [Theory]
    [InlineData("""{"type":"lt","term":"i","value":10}""", false, false)]
    [InlineData("""{"type":"lt-eq","term":"i","value":10}""", true, false)]
    [InlineData("""{"type":"gt","term":"i","value":20}""", false, false)]
    [InlineData("""{"type":"gt-eq","term":"i","value":10}""", true, true)]
    [InlineData("""{"type":"eq","term":"i","value":15}""", true, false)]
    [InlineData("""{"type":"eq","term":"i","value":9}""", false, false)]
    [InlineData("""{"type":"not-eq","term":"i","value":9}""", true, true)]
    [InlineData("""{"type":"in","term":"i","values":[1,2,21]}""", false, false)]
    [InlineData("""{"type":"in","term":"i","values":[1,12]}""", true, false)]
    [InlineData("""{"type":"not-in","term":"i","values":[1,2]}""", true, true)]
    [InlineData("""{"type":"is-null","term":"i"}""", false, false)]
    [InlineData("""{"type":"not-null","term":"i"}""", true, true)]
    [InlineData("""{"type":"eq","term":"i","value":12.5}""", false, false)]
    [InlineData("""{"type":"lt","term":"i","value":10.5}""", true, false)]
    [InlineData("""{"type":"lt","term":"i","value":99999999999}""", true, true)]
    [InlineData("""{"type":"gt","term":"i","value":99999999999}""", false, false)]
    [InlineData("""{"type":"starts-with","term":"s","value":"app"}""", true, false)]
    [InlineData("""{"type":"starts-with","term":"s","value":"c"}""", false, false)]
    [InlineData("""{"type":"not-starts-with","term":"s","value":"c"}""", true, false)]
    [InlineData("""{"type":"is-null","term":"s"}""", true, false)]
    [InlineData("""{"type":"gt","term":"d","value":6}""", false, false)]
    [InlineData("""{"type":"or","left":{"type":"gt","term":"d","value":6},"right":{"type":"is-nan","term":"d"}}""", true, false)]
    [InlineData("""{"type":"lt","term":"d","value":-1}""", false, false)]
    [InlineData("""{"type":"eq","term":"d","value":0}""", true, false)]
    [InlineData("""{"type":"lt","term":"d","value":0}""", true, false)]
    [InlineData("""{"type":"gt-eq","term":"d","value":-1}""", true, false)]
    [InlineData("""{"type":"is-nan","term":"d"}""", true, false)]
    [InlineData("""{"type":"eq","term":"nulls","value":1}""", false, false)]
    [InlineData("""{"type":"not-eq","term":"nulls","value":1}""", false, false)]
    [InlineData("""{"type":"is-null","term":"nulls"}""", true, true)]
    [InlineData("""{"type":"eq","term":"nothing_known","value":1}""", true, false)]
    [InlineData("""{"type":"eq","term":"promoted","value":4}""", false, false)]
    [InlineData("""{"type":"lt","term":"promoted","value":4}""", true, true)]
    [InlineData("""{"type":"eq","term":"u","value":"00000000-0000-0000-0000-000000000001"}""", false, false)]
    [InlineData("""{"type":"eq","term":"u","value":"80000000-0000-0000-0000-000000000001"}""", true, false)]
    [InlineData("""{"type":"not","child":{"type":"lt","term":"i","value":30}}""", false, false)]
    [InlineData("""{"type":"and","left":{"type":"gt","term":"i","value":1},"right":{"type":"lt","term":"i","value":30}}""", true, true)]
    [InlineData("""{"type":"or","left":{"type":"gt","term":"i","value":25},"right":{"type":"lt","term":"i","value":5}}""", false, false)]
    [InlineData("true", true, true)]
    [InlineData("false", false, false)]
    public void Statistics_decide_whether_some_or_all_rows_match(string filter, bool some, bool all)
    {
        var evaluator = new MetricsEvaluator(Schema, Expression.FromJson(filter));
        Assert.Equal((some, all), (evaluator.MayMatch(new File()), evaluator.AllMatch(new File())));
    }

    [Fact]
    public void Whatever_the_statistics_no_matching_file_is_dropped()
    {
        // Against a trivial model: files of a few ints with exact bounds, every comparison with every literal.
        var random = new Random(20261121);
        var words = new[] { "lt", "lt-eq", "gt", "gt-eq", "eq", "not-eq", "is-null", "not-null" };
        for (var round = 0; round < 3000; round++)
        {
            var values = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(4) == 0 ? (int?)null : random.Next(-3, 4)).ToArray();
            var word = words[random.Next(words.Length)];
            var literal = word is "is-null" or "not-null" ? "" : $",\"value\":{random.Next(-4, 5)}";
            var filter = Expression.FromJson($"{{\"type\":\"{word}\",\"term\":\"i\"{literal}}}");
            if (random.Next(3) == 0) filter = Expression.Not(filter);
            var evaluator = new MetricsEvaluator(Schema, filter);
            var matching = values.Count(value => filter.PushDownNot().Bind(Schema) is BoundPredicate bound && bound.Test(value));
            var file = new Ints(values);
            Assert.True(evaluator.MayMatch(file) || matching == 0, $"{filter} drops [{string.Join(',', values)}]");
            Assert.True(!evaluator.AllMatch(file) || matching == values.Length, $"{filter} takes all of [{string.Join(',', values)}]");
        }
    }

    sealed class Ints(int?[] values) : IFileMetrics
    {
        public long RecordCount => values.Length;

        public FieldMetrics MetricsOf(int fieldId) =>
            new(values.Length, values.Count(value => value is null), null, Bytes(values.Min()), Bytes(values.Max()));

        static ReadOnlyMemory<byte>? Bytes(int? value) => value is { } number ? SingleValueBinary.Encode(IcebergType.Int, number) : null;
    }
}
