// Smart Forms on a page of its own: shows a filled form and returns what it would save.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { BaseRenderer, RendererThemeProvider, buildForm, destroyForm, getResponse } from '@aehrc/smart-forms-renderer';
import { createRoot } from 'react-dom/client';

const client = new QueryClient();
let root;

window.saved = async (questionnaire, response) => {
  root?.unmount();
  destroyForm();
  await buildForm({ questionnaire, questionnaireResponse: response });
  const place = document.createElement('main');
  document.body.replaceChildren(place);
  root = createRoot(place);
  root.render(
    <RendererThemeProvider>
      <QueryClientProvider client={client}>
        <BaseRenderer />
      </QueryClientProvider>
    </RendererThemeProvider>
  );
  // A frame after everything is drawn: some fields correct their values when they appear.
  await new Promise((drawn) => requestIdleCallback(() => requestAnimationFrame(drawn)));
  return getResponse();
};
