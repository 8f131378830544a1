using System.Numerics;

namespace Tarn.Transform.Jinja.Python;

/// <summary>Python's equality and hash: 1, 1.0 and True are one key.</summary>
public sealed class PyEquality : IEqualityComparer<object>
{
    public static readonly PyEquality Instance = new();

    private PyEquality()
    {
    }

    /// <summary>Stands for None, which .NET's dictionaries refuse as a key.</summary>
    internal static readonly object None = new();

    internal static object Wrap(object? key) => key ?? None;

    internal static object? Unwrap(object key) => ReferenceEquals(key, None) ? null : key;

    bool IEqualityComparer<object>.Equals(object? left, object? right) =>
        ReferenceEquals(left, right) || (!ReferenceEquals(left, None) && !ReferenceEquals(right, None) && AreEqual(left, right));

    int IEqualityComparer<object>.GetHashCode(object value) => Hash(value);

    public static bool AreEqual(object? left, object? right)
    {
        switch (left)
        {
            case null:
                return right is Undefined undefined ? undefined.EqualTo(left) : right is null;
            case string text:
                return right is string other ? text == other : right is PyObject reflected && reflected.EqualTo(left);
            case PyObject leftObject:
                return leftObject.EqualTo(right);
        }

        if (right is PyObject rightObject)
        {
            return rightObject.EqualTo(left);
        }

        return PyNumber.IsNumber(left) && PyNumber.IsNumber(right) ? PyNumber.Compare(left, right!) == 0 : left.Equals(right);
    }

    /// <summary>Equality inside containers: the same object is always equal to itself.</summary>
    public static bool SameOrEqual(object? left, object? right) => ReferenceEquals(left, right) || AreEqual(left, right);

    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (bool a, bool b) => a == b,
        (long a, long b) => a == b && a is >= -5 and <= 256,
        (string a, string b) => a == b,
        _ => ReferenceEquals(left, right),
    };

    public static int Hash(object value) => value switch
    {
        string text => text.GetHashCode(StringComparison.Ordinal),
        bool flag => flag ? 1L.GetHashCode() : 0L.GetHashCode(),
        long number => number.GetHashCode(),
        double number when number == Math.Floor(number) && Math.Abs(number) < 9e15 => ((long)number).GetHashCode(),
        double number when number == Math.Floor(number) && !double.IsInfinity(number) => new BigInteger(number).GetHashCode(),
        PyObject { IsHashable: false } unhashable => throw JinjaException.Type($"unhashable type: '{unhashable.TypeName}'"),
        PyObject pyObject => pyObject.PythonHash(),
        _ => value.GetHashCode(),
    };
}
