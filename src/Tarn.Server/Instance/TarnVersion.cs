using System.Reflection;

namespace Tarn.Server.Instance;

/// <summary>The version that the server calls itself.</summary>
static class TarnVersion
{
    /// <summary>Such as <c>0.1.0</c>; without the commit that a build may append.</summary>
    public static string Text { get; } =
        typeof(TarnVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
