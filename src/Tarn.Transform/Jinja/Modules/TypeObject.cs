using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Jinja.Modules;

/// <summary>A Python class that templates may call and that has static functions.</summary>
internal sealed class TypeObject(string typeName, Func<CallContext, Arguments, object?> make, IReadOnlyDictionary<string, object?> members) : PyObject
{
    public override string TypeName => "type";

    public override bool IsCallable => true;

    public override string Repr() => $"<class '{typeName}'>";

    public override object? GetAttribute(string name) => members.TryGetValue(name, out var value) ? value : Missing.Value;

    public override object? Call(CallContext context, Arguments arguments) => make(context, arguments);
}
