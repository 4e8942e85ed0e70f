// Smart Forms on a page of its own: shows a filled form and returns what it would save.
import { createRoot } from 'react-dom/client';
import { BaseRenderer, RendererThemeProvider, buildForm, getResponse } from '@aehrc/smart-forms-renderer';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const client = new QueryClient();

window.showForm = async (questionnaire, response) => {
  await buildForm({ questionnaire, questionnaireResponse: response });
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  createRoot(place).render(
    <RendererThemeProvider>
      <QueryClientProvider client={client}>
        <BaseRenderer />
      </QueryClientProvider>
    </RendererThemeProvider>
  );
};
window.savedResponse = getResponse;
