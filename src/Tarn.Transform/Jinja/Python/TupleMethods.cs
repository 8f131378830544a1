namespace Tarn.Transform.Jinja.Python;

/// <summary>Methods of tuple.</summary>
internal static class TupleMethods
{
    public static readonly MethodTable Table = new("tuple")
    {
        { "count", 1, 1, (s, a) => (long)((PyTuple)s!).Items.Count(i => PyEquality.SameOrEqual(i, a[0])) },
        { "index", 1, 3, (s, a) => ListMethods.Index(((PyTuple)s!).Items, a, "tuple") },
    };
}
