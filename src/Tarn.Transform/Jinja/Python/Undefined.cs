namespace Tarn.Transform.Jinja.Python;

/// <summary>How a value behaves that is not there.</summary>
public enum UndefinedKind
{
    /// <summary>Prints empty, iterates empty, is false; everything else raises.</summary>
    Default,

    /// <summary>Like the default, but prints the expression it stands for.</summary>
    Debug,

    /// <summary>Attributes and items of it are undefined again.</summary>
    Chainable,

    /// <summary>Raises at every use.</summary>
    Strict,

    /// <summary>Attributes, items and calls of it are undefined again: dbt's parse time.</summary>
    Capture,
}

/// <summary>Jinja's undefined value.</summary>
public sealed class Undefined : PyObject
{
    private readonly string? hint;
    private readonly object? owner;
    private readonly object? undefinedName;

    public Undefined(UndefinedKind kind, string? hint = null, object? owner = null, object? name = null, bool ownerGiven = false)
    {
        Kind = kind;
        this.hint = hint;
        this.owner = ownerGiven ? owner : Missing.Value;
        undefinedName = name;
    }

    public UndefinedKind Kind { get; }

    public object? Name => undefinedName;

    /// <summary>Python's class of the error that use of the value raises.</summary>
    public string ErrorType { get; init; } = "UndefinedError";

    public override string TypeName => Kind switch
    {
        UndefinedKind.Debug => "DebugUndefined",
        UndefinedKind.Chainable => "ChainableUndefined",
        UndefinedKind.Strict => "StrictUndefined",
        _ => "Undefined",
    };

    public string Message
    {
        get
        {
            if (!string.IsNullOrEmpty(hint))
            {
                return hint;
            }

            if (ReferenceEquals(owner, Missing.Value))
            {
                return $"{PyText.Repr(undefinedName)} is undefined";
            }

            return undefinedName is string text
                ? $"{PyText.Repr(PyText.ObjectType(owner))} has no attribute {PyText.Repr(text)}"
                : $"{PyText.ObjectType(owner)} has no element {PyText.Repr(undefinedName)}";
        }
    }

    public override bool IsTrue => Kind == UndefinedKind.Strict ? throw Error() : false;

    public override int? Length => Kind == UndefinedKind.Strict ? throw Error() : 0;

    public override bool IsHashable => Kind == UndefinedKind.Strict ? throw Error() : true;

    public override bool IsCallable => true;

    public JinjaException Error() => new(ErrorType, Message);

    public override object? GetAttribute(string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal) && Kind != UndefinedKind.Capture)
        {
            throw new JinjaException(ErrorType, Message) { Cause = new JinjaException("AttributeError", name) };
        }

        return Kind switch
        {
            UndefinedKind.Chainable => this,
            UndefinedKind.Capture => new Undefined(Kind, hint, null, name),
            _ => throw Error(),
        };
    }

    public override object? GetItem(object? key) => Kind is UndefinedKind.Chainable or UndefinedKind.Capture ? this : throw Error();

    public override bool TryGetItem(object? key, out object? value)
    {
        value = GetItem(key);
        return true;
    }

    public override IEnumerable<object?> Iterate() => Kind == UndefinedKind.Strict ? throw Error() : [];

    public override string Repr() => "Undefined";

    public override string Str() => Kind switch
    {
        UndefinedKind.Strict => throw Error(),
        UndefinedKind.Debug => DebugText(),
        _ => string.Empty,
    };

    public override bool EqualTo(object? other) =>
        Kind == UndefinedKind.Strict ? throw Error() : other is Undefined undefined && undefined.Kind == Kind;

    public override int PythonHash() => typeof(Undefined).GetHashCode();

    public override int? CompareTo(object? other) => throw Error();

    public override object? Operate(string op, object? right) => op == "~" ? Missing.Value : throw Error();

    public override object? OperateReflected(string op, object? left) => throw Error();

    public override bool? Contains(object? item) => Kind == UndefinedKind.Strict ? throw Error() : null;

    public override object? Call(CallContext context, Arguments arguments) => Kind == UndefinedKind.Capture ? this : throw Error();

    private string DebugText()
    {
        if (!string.IsNullOrEmpty(hint))
        {
            return $"{{{{ undefined value printed: {hint} }}}}";
        }

        return ReferenceEquals(owner, Missing.Value)
            ? $"{{{{ {PyText.Str(undefinedName)} }}}}"
            : $"{{{{ no such element: {PyText.ObjectType(owner)}[{PyText.Repr(undefinedName)}] }}}}";
    }
}
