using Tarn.Transform.Jinja.Runtime;

namespace Tarn.Transform.Jinja.Python;

/// <summary>What a callable may need to know about its caller.</summary>
/// <param name="Environment">Filters, tests and rules of the template.</param>
/// <param name="Variables">The caller's names; null where none are at hand (constant folding).</param>
/// <param name="AutoEscape">Whether output is being escaped at the call.</param>
public sealed record CallContext(JinjaEnvironment Environment, TemplateContext? Variables, bool AutoEscape);
