using System.Runtime.CompilerServices;

namespace Tarn.Transform.Jinja.Python;

/// <summary>
/// A value that templates can hold and that is not a .NET primitive. <c>null</c> is Python's None; bool, long, BigInteger, double and string
/// stand for themselves.
/// </summary>
public abstract class PyObject
{
    public abstract string TypeName { get; }

    public virtual bool IsTrue => Length is not { } length || length != 0;

    /// <summary>Number of elements, or null if the type has no <c>len()</c>.</summary>
    public virtual int? Length => null;

    public virtual bool IsHashable => true;

    /// <summary>True if templates may call the value.</summary>
    public virtual bool IsCallable => false;

    /// <summary>The attribute, or <see cref="Missing.Value"/>.</summary>
    public virtual object? GetAttribute(string name) => Missing.Value;

    /// <summary>The element. Raises KeyError, IndexError or TypeError as Python does.</summary>
    public virtual object? GetItem(object? key) => throw JinjaException.Type($"'{TypeName}' object is not subscriptable");

    /// <summary>The element without an exception for what is not there; attributes are looked up next in that case.</summary>
    public virtual bool TryGetItem(object? key, out object? value)
    {
        value = null;
        return false;
    }

    public virtual IEnumerable<object?>? Iterate() => null;

    public virtual string Repr() => $"<{TypeName} object>";

    public virtual string Str() => Repr();

    public virtual bool EqualTo(object? other) => ReferenceEquals(this, other);

    public virtual int PythonHash() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Order against another value, or null if Python has none.</summary>
    public virtual int? CompareTo(object? other) => null;

    /// <summary>Result of a binary operator with this value on the left, or <see cref="Missing.Value"/>.</summary>
    public virtual object? Operate(string op, object? right) => Missing.Value;

    /// <summary>Result of a binary operator with this value on the right, or <see cref="Missing.Value"/>.</summary>
    public virtual object? OperateReflected(string op, object? left) => Missing.Value;

    /// <summary>True or false if the type knows <c>in</c> by itself; null means look through its elements.</summary>
    public virtual bool? Contains(object? item) => null;

    public virtual object? Call(CallContext context, Arguments arguments) => throw JinjaException.Type($"'{TypeName}' object is not callable");

    public override string ToString() => Str();
}
