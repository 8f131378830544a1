using Tarn.Transform.Jinja.Python;
using Tarn.Transform.Jinja.Syntax;

namespace Tarn.Transform.Jinja.Runtime;

/// <summary>Statements that write values or evaluate them for their effect.</summary>
internal sealed class OutputCompiler(JinjaEnvironment environment, ExpressionCompiler expressions, GeneratedLines generated)
{
    public Execute Output(Statement.Output output, Scope scope)
    {
        var steps = new List<Execute>();
        var constant = new List<string>();
        void Flush()
        {
            if (constant.Count > 0)
            {
                var text = string.Concat(constant);
                steps.Add((_, buffer) => Write(buffer, text));
                constant.Clear();
            }
        }

        foreach (var item in output.Items)
        {
            if (item is Expression.Data data)
            {
                constant.Add(data.Text);
            }
            else if (!scope.Volatile && ConstantFolder.TryText(environment, item, out var text))
            {
                constant.Add(text);
            }
            else
            {
                Flush();
                steps.Add(OutputExpression(item, scope));
            }
        }

        Flush();
        generated.Add(steps.Count);
        var all = steps.ToArray();
        return all.Length == 1 ? all[0] : (frame, buffer) => RunAll(all, frame, buffer);
    }

    private static Flow RunAll(Execute[] all, Frame frame, OutputBuffer buffer)
    {
        foreach (var step in all)
        {
            if (step(frame, buffer) == Flow.Return)
            {
                return Flow.Return;
            }
        }

        return Flow.Normal;
    }

    private static Flow Write(OutputBuffer buffer, string text)
    {
        buffer.Write(text);
        return Flow.Normal;
    }

    private Execute OutputExpression(Expression item, Scope scope)
    {
        if (item is Expression.Call call)
        {
            var invoke = expressions.CompileStatementCall(call, scope);
            return (frame, buffer) =>
            {
                frame.Line = item.Line;
                var (result, ends) = invoke(frame);
                return ends ? Return(frame, result) : WriteValue(frame, buffer, result);
            };
        }

        var evaluate = expressions.Compile(item, scope);
        return (frame, buffer) =>
        {
            frame.Line = item.Line;
            return WriteValue(frame, buffer, evaluate(frame));
        };
    }

    private static Flow WriteValue(Frame frame, OutputBuffer buffer, object? value)
    {
        if (buffer.IsNative)
        {
            buffer.WriteRaw(value);
        }
        else
        {
            buffer.Write(frame.AutoEscape ? Markup.Escape(value) : PyText.Str(value));
        }

        return Flow.Normal;
    }

    public Execute Do(Statement.Do statement, Scope scope)
    {
        generated.Add();
        if (statement.Value is Expression.Call call)
        {
            var invoke = expressions.CompileStatementCall(call, scope);
            return (frame, _) =>
            {
                frame.Line = statement.Line;
                var (result, ends) = invoke(frame);
                return ends ? Return(frame, result) : Flow.Normal;
            };
        }

        var evaluate = expressions.Compile(statement.Value, scope);
        return (frame, _) =>
        {
            frame.Line = statement.Line;
            evaluate(frame);
            return Flow.Normal;
        };
    }

    private static Flow Return(Frame frame, object? value)
    {
        frame.ReturnValue = value;
        return Flow.Return;
    }
}
