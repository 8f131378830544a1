namespace Tarn.Iceberg.Types;

/// <summary>A primitive type; those with parameters are its subclasses.</summary>
public record PrimitiveType : IcebergType
{
    internal PrimitiveType(TypeKind kind, string text) : base(kind) => Text = text;

    private protected string Text { get; }

    public sealed override string ToString() => Text;
}
