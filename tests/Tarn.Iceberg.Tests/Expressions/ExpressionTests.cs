using System.Text.Json;
using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Expressions;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("""{"type":"and","left":{"type":"is-null","term":"id"},"right":{"type":"not","child":{"type":"in","term":"id","values":[1,2]}}}""")]
    [InlineData("""{"type":"eq","term":{"type":"transform","transform":"bucket[16]","term":"id"},"value":3}""")]
    [InlineData("""{"type":"lt","term":"point.x","value":1.5}""")]
    [InlineData("true")]
    public void Expressions_survive_JSON(string json) =>
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(json).RootElement, JsonDocument.Parse(Expression.FromJson(json).ToJson()).RootElement));

    /// <summary>The form of the expressions specification. Where it holds for null and SQL does not, so does what is read.</summary>
    [Theory]
    [InlineData("""{"type":"lt","left":{"type":"reference","name":"x"},"right":34}""", "x < 34")]
    [InlineData("""{"type":"lt","left":{"type":"literal","value":34,"data-type":"int"},"right":{"type":"reference","name":"x"}}""", "x > 34")]
    [InlineData("""{"type":"not-eq","left":{"type":"reference","name":"x"},"right":{"type":"literal","value":34}}""", "(x <> 34 or x is null)")]
    [InlineData("""{"type":"in","child":{"type":"reference","name":"x"},"values":[1,2]}""", "x in (1, 2)")]
    [InlineData("""{"type":"not-in","child":{"type":"reference","name":"x"},"values":{"type":"literals","values":[1,2],"data-type":"int"}}""", "(x not in (1, 2) or x is null)")]
    [InlineData("""{"type":"is-null","child":{"type":"apply","function":["day"],"arguments":[{"type":"reference","name":"ts"}]}}""", "day(ts) is null")]
    [InlineData("""{"type":"eq","left":{"type":"apply","function":{"catalog":"iceberg_functions","identifier":["bucket"]},"arguments":[16,{"type":"reference","name":"id"}]},"right":3}""", "bucket[16](id) = 3")]
    [InlineData("""{"type":"not","child":{"type":"eq","left":{"type":"reference","name":"x"},"right":5}}""", "(x <> 5 or x is null)")]
    [InlineData("""{"type":"not","child":{"type":"not-eq","left":{"type":"reference","name":"x"},"right":5}}""", "x = 5")]
    [InlineData("""{"type":"not","child":{"type":"gt","left":{"type":"reference","name":"x"},"right":5}}""", "true")]
    [InlineData("""{"type":"not","child":{"type":"or","left":{"type":"eq","left":{"type":"reference","name":"x"},"right":5},"right":{"type":"is-null","term":"y"}}}""", "((x <> 5 or x is null) and not(y is null))")]
    [InlineData("""{"type":"and","left":{"type":"starts-with","left":{"type":"reference","name":"s"},"right":"a"},"right":{"type":"lt","term":"x","value":1}}""", "(s starts with 'a' and x < 1)")]
    public void The_current_form_is_read_too(string json, string expected) => Assert.Equal(expected, Expression.FromJson(json).ToString());

    [Theory]
    [InlineData("""{"type":"eq","left":{"type":"reference","name":"x"},"right":null}""")]
    [InlineData("""{"type":"eq","left":{"type":"reference","name":"x"},"right":{"type":"reference","name":"y"}}""")]
    [InlineData("""{"type":"eq","left":1,"right":1}""")]
    [InlineData("""{"type":"starts-with","left":"a","right":{"type":"reference","name":"s"}}""")]
    [InlineData("""{"type":"eq","left":{"type":"reference","id":3},"right":1}""")]
    [InlineData("""{"type":"eq","left":{"type":"apply","function":"upper","arguments":[{"type":"reference","name":"s"}]},"right":"A"}""")]
    [InlineData("""{"type":"eq","left":{"type":"apply","function":["other","day"],"arguments":[{"type":"reference","name":"ts"}]},"right":1}""")]
    [InlineData("""{"type":"is-null"}""")]
    public void What_a_filter_of_a_scan_cannot_say_is_refused(string json) => Assert.Throws<IcebergException>(() => Expression.FromJson(json));

    [Theory]
    [InlineData("""{"type":"eq","term":"missing","value":3}""", "Cannot find field 'missing'")]
    [InlineData("""{"type":"eq","term":"id","value":"three"}""", "Invalid value for conversion to type long: three")]
    [InlineData("""{"type":"is-nan","term":"id"}""", "is-nan cannot be used with the long column id")]
    [InlineData("""{"type":"starts-with","term":"ts","value":"a"}""", "starts-with cannot be used")]
    public void What_does_not_fit_the_schema_is_refused(string json, string message) =>
        Assert.Contains(message, Assert.Throws<IcebergException>(() => Expression.FromJson(json).Bind(TestTables.Schema)).Message, StringComparison.Ordinal);

    [Fact]
    public void Required_columns_are_never_null()
    {
        Assert.Same(Expression.False, Expression.IsNull("id").Bind(TestTables.Schema));
        Assert.Same(Expression.True, Expression.NotNull("id").Bind(TestTables.Schema));
        Assert.IsType<BoundPredicate>(Expression.IsNull("point.x").Bind(TestTables.Schema));
    }

    [Fact]
    public void Timestamps_are_compared_with_text_in_the_columns_own_form()
    {
        var bound = Assert.IsType<BoundPredicate>(Expression.Equal("ts", "1970-01-01T00:00:01+00:00").Bind(TestTables.Schema));
        Assert.Equal(1_000_000L, bound.Literal);
        Assert.True(bound.Test(1_000_000L));
        Assert.False(bound.Test(null));
    }

    [Fact]
    public void Manifests_and_files_are_pruned_by_partition()
    {
        var spec = new PartitionSpec(0, [new PartitionField(20, 1000, "day", Transform.Day), new PartitionField(10, 1001, "b", Transform.Bucket(4))]);
        var evaluator = new PartitionEvaluator(TestTables.Schema, spec, Expression.And(Expression.GreaterThan("ts", "2024-01-02T00:00:00+00:00"), Expression.Equal("id", 7L)));
        var bucket = Transform.Bucket(4).Apply(Types.IcebergType.Long, 7L);
        int before = Day("2024-01-01"), after = Day("2024-01-03");
        Assert.True(evaluator.MayMatch(new PartitionTuple([after, bucket])));
        Assert.False(evaluator.MayMatch(new PartitionTuple([before, bucket])));
        Assert.False(evaluator.MayMatch(new PartitionTuple([after, ((int)bucket! + 1) % 4])));
        Assert.False(evaluator.MayMatch(new PartitionTuple([null, bucket])));
        Assert.True(evaluator.MayMatch([Summary(before, after), Summary(0, 3)]));
        Assert.False(evaluator.MayMatch([Summary(before - 9, before), Summary(0, 3)]));
        Assert.False(evaluator.AllMatch(new PartitionTuple([after, bucket])));
    }

    static int Day(string text) => (int)ValueText.TryParse(Types.IcebergType.Date, text)!;

    static FieldSummary Summary(int lower, int upper) =>
        new(false, null, SingleValueBinary.Encode(Types.IcebergType.Int, lower), SingleValueBinary.Encode(Types.IcebergType.Int, upper));
}
