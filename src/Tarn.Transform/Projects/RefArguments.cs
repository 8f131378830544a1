using Tarn.Transform.Jinja;
using Tarn.Transform.Jinja.Python;

namespace Tarn.Transform.Projects;

/// <summary>Arguments of <c>ref</c>: <c>ref('model')</c>, <c>ref('package', 'model')</c>, <c>ref('model', v=2)</c>.</summary>
internal static class RefArguments
{
    public static (string? Package, string Name, object? Version) Read(Arguments arguments)
    {
        var version = arguments.TryGetNamed("version", out var long_) ? long_ : arguments.TryGetNamed("v", out var short_) ? short_ : null;
        return arguments.Positional.Length switch
        {
            1 => (null, PyText.Str(arguments.Positional[0]), version),
            2 => (PyText.Str(arguments.Positional[0]), PyText.Str(arguments.Positional[1]), version),
            var count => throw new JinjaException("CompilationError", $"ref() takes at most two arguments ({count} given)"),
        };
    }
}
