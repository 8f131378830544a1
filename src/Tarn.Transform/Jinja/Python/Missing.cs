namespace Tarn.Transform.Jinja.Python;

/// <summary>Marks that there is no value at all, which is different from None.</summary>
public sealed class Missing
{
    public static readonly Missing Value = new();

    private Missing()
    {
    }
}
