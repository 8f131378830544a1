namespace Tarn.Security.Tokens;

/// <summary>Names a token without being it.</summary>
public readonly record struct TokenId(Guid Value)
{
    public override string ToString() => Value.ToString("N");
}
