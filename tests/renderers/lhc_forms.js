// LHC-Forms on a page of its own: shows a filled form and returns what it would save.
window.saved = async (questionnaire, response) => {
  const place = document.createElement('main');
  document.body.replaceChildren(place);
  const form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, 'R4');
  const filled = LForms.Util.mergeFHIRDataIntoLForms('QuestionnaireResponse', response, form, 'R4');
  await LForms.Util.addFormToPage(filled, place, { fhirVersion: 'R4' });
  while (!place.querySelector('.lhc-form-title, .lhc-form-body, .lhc-item')) {
    await new Promise((drawn) => setTimeout(drawn, 20));
  }
  await new Promise((drawn) => requestIdleCallback(() => requestAnimationFrame(drawn)));
  return LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', place);
};
