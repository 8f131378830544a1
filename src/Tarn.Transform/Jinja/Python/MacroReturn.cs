namespace Tarn.Transform.Jinja.Python;

#pragma warning disable CA1032, CA1064 // Control flow that the macro call catches; nobody else makes or sees one.
/// <summary>Carries a macro's value out of the middle of an expression.</summary>
internal sealed class MacroReturn(object? value) : Exception
#pragma warning restore CA1032, CA1064
{
    public object? Value { get; } = value;
}
