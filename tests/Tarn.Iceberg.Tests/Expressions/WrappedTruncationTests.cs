using Tarn.Iceberg.Partitioning;
using Tarn.Iceberg.Schemas;
using Tarn.Iceberg.Types;

namespace Tarn.Iceberg.Expressions;

public sealed class WrappedTruncationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1_000)]
    [InlineData(int.MaxValue)]
    public void The_smallest_numbers_are_found_and_taken_for_no_others_though_they_wrap(int width)
    {
        Check(IcebergType.Int, width, Near(int.MinValue).Concat(Near(0)).Concat(Near(int.MaxValue)).Select(value => (object)(int)value));
        Check(IcebergType.Long, width, Near(long.MinValue).Concat(Near(0)).Concat(Near(int.MinValue)).Concat(Near(long.MaxValue)).Select(value => (object)(long)value));

        IEnumerable<Int128> Near(long value) =>
            new Int128[] { 0, 1, 2, width - 1, width, width + 1, 2L * width }.SelectMany(by => new[] { value - by, value + by }).Where(v => value is int.MinValue or int.MaxValue or 0
                ? v >= int.MinValue && v <= int.MaxValue
                : v >= long.MinValue && v <= long.MaxValue);
    }

    static void Check(IcebergType type, int width, IEnumerable<object> numbers)
    {
        var values = numbers.Distinct().ToList();
        var schema = new Schema(0, new StructType(new NestedField(1, "v", type)));
        var transform = Transform.Parse($"truncate[{width}]");
        var spec = new PartitionSpec(0, [new PartitionField(1, 1000, "p", transform)]);
        foreach (var literal in values)
            foreach (var filter in new[]
            {
                Expression.LessThan("v", literal), Expression.LessThanOrEqual("v", literal), Expression.GreaterThan("v", literal), Expression.GreaterThanOrEqual("v", literal),
                Expression.Equal("v", literal), Expression.NotEqual("v", literal), Expression.In("v", literal, values[0]), Expression.NotIn("v", literal, values[0]),
            })
            {
                var evaluator = new PartitionEvaluator(schema, spec, filter);
                var bound = (BoundPredicate)filter.Bind(schema);
                foreach (var value in values)
                {
                    var partition = new PartitionTuple([transform.Apply(type, value)]);
                    Assert.True(evaluator.MayMatch(partition) || !bound.Test(value), $"{filter} leaves {value} out: truncate[{width}] gives {partition.Values[0]}");
                    Assert.True(!evaluator.AllMatch(partition) || bound.Test(value), $"{filter} is said to be true of {value}: truncate[{width}] gives {partition.Values[0]}");
                }
            }
    }
}
