namespace Tarn.Testing;

/// <summary>A test that needs something below the shared folder: skipped on a laptop without it, failed in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string needs) => Skip = SharedData.SkipReason(needs);
}
