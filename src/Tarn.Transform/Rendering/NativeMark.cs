using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Rendering;

/// <summary>Text that native rendering will turn into a value of a certain kind.</summary>
internal sealed class NativeMark(NativeMarkKind kind, object? value) : PyObject
{
    public NativeMarkKind Kind => kind;

    public string Text => PyText.Str(value);

    /// <summary>The value before it was made text.</summary>
    public object? Value => value;

    public override string TypeName => $"{kind}Marker";

    public override string Str() => Text;

    public override string Repr() => PyText.Quote(Text);

    public override int? Length => PyText.Length(Text);
}
