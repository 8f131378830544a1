using System.Text.RegularExpressions;
using Tarn.Iceberg.Expressions;
using Tarn.Iceberg.Types;
using Tarn.Iceberg.Values;

namespace Tarn.Iceberg.Partitioning;

/// <summary>How a partition or sort value is made of a column's value. Spec: "Partition Transforms". Text form: <c>bucket[16]</c>.</summary>
/// <remarks>Transforms that this library does not know are kept as they are (<see cref="UnknownTransform"/>) and prune nothing.</remarks>
public abstract partial record Transform
{
    private protected Transform()
    {
    }

    public static Transform Identity { get; } = new IdentityTransform();
    public static Transform Year { get; } = new TemporalTransform(TemporalUnit.Year);
    public static Transform Month { get; } = new TemporalTransform(TemporalUnit.Month);
    public static Transform Day { get; } = new TemporalTransform(TemporalUnit.Day);
    public static Transform Hour { get; } = new TemporalTransform(TemporalUnit.Hour);
    public static Transform Void { get; } = new VoidTransform();

    public static Transform Bucket(int buckets) => new BucketTransform(buckets);

    public static Transform Truncate(int width) => new TruncateTransform(width);

    /// <summary>Reads the text form; text that names no transform of the specification gives an <see cref="UnknownTransform"/>.</summary>
    /// <exception cref="IcebergException">A bucket count or width of zero.</exception>
    public static Transform Parse(string text)
    {
        if (Parameterized().Match(text) is { Success: true } match && int.TryParse(match.Groups[2].ValueSpan, out var parameter))
            return match.Groups[1].ValueSpan.Equals("bucket", StringComparison.OrdinalIgnoreCase) ? Bucket(parameter) : Truncate(parameter);
        return text.ToLowerInvariant() switch
        {
            "identity" => Identity,
            "year" => Year,
            "month" => Month,
            "day" => Day,
            "hour" => Hour,
            "void" => Void,
            _ => new UnknownTransform(text),
        };
    }

    /// <summary>Whether the transform takes values of the type.</summary>
    public abstract bool Accepts(IcebergType source);

    /// <summary>The type of <see cref="Apply"/>'s results.</summary>
    public abstract IcebergType ResultType(IcebergType source);

    /// <summary>The transformed value; null for null.</summary>
    public abstract object? Apply(IcebergType source, object? value);

    /// <summary>Greater values never have lesser results.</summary>
    public virtual bool PreservesOrder => false;

    /// <summary>The result in the form that partition paths carry: <c>2017-11-16</c> for a day, <c>null</c> for null.</summary>
    public virtual string ToHuman(IcebergType source, object? result) => ValueText.Human(ResultType(source), result);

    /// <summary>What is true of the result of every row for which <paramref name="predicate"/> (over the source) is true; null where nothing is known.</summary>
    internal virtual Predicate? Project(string name, BoundPredicate predicate) => null;

    /// <summary>A predicate whose truth for the result implies <paramref name="predicate"/> for every row with that result; null where there is none.</summary>
    internal virtual Predicate? ProjectStrict(string name, BoundPredicate predicate) => null;

    [GeneratedRegex(@"^(bucket|truncate)\[(\d+)\]$", RegexOptions.IgnoreCase)]
    private static partial Regex Parameterized();
}
